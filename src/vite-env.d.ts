/// <reference types="vite/client" />

declare module '*.wat' {
  /** The module in binary. */
  const bytes: Uint8Array<ArrayBuffer>;
  export default bytes;
}
