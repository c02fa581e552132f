// Tells the page around the preview what the element tells its page.
for (const name of ['ready', 'failed', 'checkout', 'order-complete'])
  addEventListener(`tuvens:${name}`, ({ detail }) =>
    parent.postMessage({ source: 'tuvens-preview', name, detail }, location.origin),
  )
