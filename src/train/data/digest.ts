import { sha256 } from '../../model/checksum';

/** SHA-256 of a text, in hexadecimal. */
export const digest = (text: string): Promise<string> => sha256(new TextEncoder().encode(text));
