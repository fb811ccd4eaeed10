/** What the page cannot do without. WebGPU is not among it: wasm computes where there is none. */

/** @returns what is missing and what to do about it */
export function missingCapability(): string | undefined {
  if (!isSecureContext) return 'It was opened over an insecure address. Open it over https, or on localhost.';
  if (typeof Worker === 'undefined' || typeof WebAssembly === 'undefined') {
    return 'It has no Web Workers or no WebAssembly, or they are switched off. Use a current Chrome, Edge, Firefox or Safari.';
  }
  return undefined;
}
