import { PictureParams, UploadedPicture, UploadPictureQuery } from '../pictures.ts'
import { MEMBER_ERRORS, type Route, route, USER_ERRORS } from './route.ts'

/** The calls about pictures of events. */
export const PICTURE_ROUTES = {
  uploadPicture: route('POST /api/pictures', 'Store a picture: JPEG, PNG, WebP, GIF or AVIF, up to 10 MiB', {
    auth: 'user',
    query: UploadPictureQuery,
    takes: 'application/octet-stream',
    success: { status: 201, body: UploadedPicture },
    errors: [
      'VALIDATION_ERROR',
      ...USER_ERRORS,
      ...MEMBER_ERRORS,
      'PICTURE_UNREADABLE',
      'PICTURE_SIZE',
      'RATE_LIMITED',
    ],
    limit: 'upload',
  }),
  readPicture: route('GET /api/pictures/:id/:rendition', 'One file of a picture; it never changes', {
    auth: 'none',
    params: PictureParams,
    success: { status: 200, type: 'image/*' },
    errors: ['VALIDATION_ERROR', 'PICTURE_NOT_FOUND'],
  }),
} as const satisfies Record<string, Route>
