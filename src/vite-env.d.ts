/// <reference types="vite/client" />

declare module '*.wat' {
  /** The module in binary. */
  const bytes: Uint8Array<ArrayBuffer>;
  export default bytes;
}

declare module '*.wat?fused' {
  /** The same in relaxed SIMD, of which an engine may know nothing. */
  const bytes: Uint8Array<ArrayBuffer>;
  export default bytes;
}
