import { createHash, createSign, generateKeyPairSync, type KeyObject, randomBytes } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type SignedUp, startWorld, type TestApi, type TestWorld } from '../../test-support/api.ts'

const ORIGIN = 'http://localhost:3000'
const sha256 = (data: string | Buffer) => createHash('sha256').update(data).digest()

/** CBOR (RFC 8949) of what an authenticator writes: numbers, texts, bytes and maps. */
function cbor(value: number | string | Buffer | Map<number | string, unknown>): Buffer {
  const head = (major: number, length: number) => {
    if (length < 24) return Buffer.from([(major << 5) | length])
    return length < 256
      ? Buffer.from([(major << 5) | 24, length])
      : Buffer.from([(major << 5) | 25, length >> 8, length & 255])
  }
  if (typeof value === 'number') return value < 0 ? head(1, -1 - value) : head(0, value)
  if (typeof value === 'string') return Buffer.concat([head(3, Buffer.byteLength(value)), Buffer.from(value)])
  if (Buffer.isBuffer(value)) return Buffer.concat([head(2, value.length), value])
  const entries = [...value].flatMap(([key, each]) => [cbor(key), cbor(each as string)])
  return Buffer.concat([head(5, value.size), ...entries])
}

/** An authenticator of the tests: one ES256 key, a user who unlocks it, and a counter. */
class TestAuthenticator {
  readonly id = randomBytes(16)
  private readonly key: KeyObject
  private readonly point: { x?: string; y?: string }
  private counter = 0

  constructor() {
    const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' })
    this.key = privateKey
    this.point = publicKey.export({ format: 'jwk' })
  }

  make(challenge: string, origin = ORIGIN) {
    const length = Buffer.from([0, this.id.length])
    const attested = Buffer.concat([Buffer.alloc(16), length, this.id, this.publicKey()])
    const authData = Buffer.concat([this.data(0x45), attested])
    const attestation = new Map<string, unknown>([
      ['fmt', 'none'],
      ['attStmt', new Map()],
      ['authData', authData],
    ])
    return {
      id: this.id.toString('base64url'),
      clientDataJSON: clientData('webauthn.create', challenge, origin).toString('base64url'),
      attestationObject: cbor(attestation).toString('base64url'),
    }
  }

  use(challenge: string, origin = ORIGIN) {
    this.counter++
    const [data, client] = [this.data(0x05), clientData('webauthn.get', challenge, origin)]
    const signature = createSign('sha256')
      .update(Buffer.concat([data, sha256(client)]))
      .sign(this.key)
    return {
      id: this.id.toString('base64url'),
      clientDataJSON: client.toString('base64url'),
      authenticatorData: data.toString('base64url'),
      signature: signature.toString('base64url'),
    }
  }

  private data(flags: number): Buffer {
    const counter = Buffer.alloc(4)
    counter.writeUInt32BE(this.counter)
    return Buffer.concat([sha256('localhost'), Buffer.from([flags]), counter])
  }

  /** COSE (RFC 9053) of the public key. */
  private publicKey(): Buffer {
    const { x = '', y = '' } = this.point
    const [first, second] = [Buffer.from(x, 'base64url'), Buffer.from(y, 'base64url')]
    return cbor(
      new Map<number, unknown>([
        [1, 2],
        [3, -7],
        [-1, 1],
        [-2, first],
        [-3, second],
      ]),
    )
  }
}

function clientData(type: string, challenge: string, origin: string): Buffer {
  return Buffer.from(JSON.stringify({ type, challenge, origin, crossOrigin: false }))
}

describe('passkeys', () => {
  let world: TestWorld
  let api: TestApi
  beforeAll(async () => {
    world = await startWorld()
    api = world.api
  })
  afterAll(() => world.end())

  const post = async (path: string, payload?: object, user?: SignedUp) => {
    const headers = user === undefined ? {} : { authorization: `Bearer ${user.token}` }
    const answer = await api.app.inject({
      method: 'POST',
      url: `/api/auth/${path}`,
      headers,
      ...(payload && { payload }),
    })
    return { status: answer.statusCode, ...(answer.body !== '' && answer.json()) }
  }
  const challengeFor = async (user: SignedUp) =>
    (await post('me/passkeys/options', { password: user.password }, user)).challenge
  const withPasskey = async () => {
    const [user, authenticator] = [await api.signUp(), new TestAuthenticator()]
    const passkey = authenticator.make(await challengeFor(user))
    const added = await post('me/passkeys', { name: 'My phone', passkey }, user)
    return { user, authenticator, added }
  }
  const loginChallenge = async () => (await post('login/passkey/options')).challenge

  it('are added with the password and sign in once for each challenge', async () => {
    const { user, authenticator, added } = await withPasskey()
    expect(added).toMatchObject({ status: 201, name: 'My phone' })
    const use = authenticator.use(await loginChallenge())
    expect(await post('login/passkey', use)).toMatchObject({ status: 200, user: { id: user.id } })
    expect((await post('login/passkey', use)).code).toBe('PASSKEY_INVALID')
  })

  it('are refused for another site, with a challenge of nobody, and when the counter goes back', async () => {
    const { authenticator } = await withPasskey()
    const elsewhere = authenticator.use(await loginChallenge(), 'https://evil.example')
    expect((await post('login/passkey', elsewhere)).code).toBe('PASSKEY_INVALID')
    const unasked = authenticator.use(randomBytes(32).toString('base64url'))
    expect((await post('login/passkey', unasked)).code).toBe('PASSKEY_INVALID')
    const [first, second] = [await loginChallenge(), await loginChallenge()]
    const copied = authenticator.use(first)
    expect((await post('login/passkey', authenticator.use(second))).status).toBe(200)
    expect((await post('login/passkey', copied)).code).toBe('PASSKEY_INVALID')
  })

  it('are added only for the challenge of the same user, and each once', async () => {
    const { user, authenticator } = await withPasskey()
    const stranger = await api.signUp()
    const passkey = new TestAuthenticator().make(await challengeFor(stranger))
    expect((await post('me/passkeys', { name: 'x', passkey }, user)).code).toBe('PASSKEY_INVALID')
    const again = authenticator.make(await challengeFor(stranger))
    expect((await post('me/passkeys', { name: 'x', passkey: again }, stranger)).code).toBe('PASSKEY_INVALID')
  })

  it('are removed by their user only, with the password, which is told by mail', async () => {
    const { user, authenticator, added } = await withPasskey()
    const remove = (caller: SignedUp, password = caller.password) =>
      post(`me/passkeys/${added.id}/remove`, { password }, caller)
    const removals = async () =>
      (await api.mailsTo(user.email)).filter((mail) => mail.text.includes('A passkey was removed')).length
    expect((await remove(await api.signUp())).status).toBe(204)
    expect((await remove(user, 'not it at all')).code).toBe('INVALID_CREDENTIALS')
    expect((await post('login/passkey', authenticator.use(await loginChallenge()))).status).toBe(200)
    expect((await remove(user)).status).toBe(204)
    await expect.poll(removals, { timeout: 60_000 }).toBe(1)
    expect((await remove(user)).status).toBe(204)
    expect((await post('login/passkey', authenticator.use(await loginChallenge()))).code).toBe(
      'PASSKEY_INVALID',
    )
  })
})
