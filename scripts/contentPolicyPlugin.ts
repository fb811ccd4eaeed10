/** Vite's part in the page's security policy: written into index.html, before anything that could be run or loaded. */
import { createHash } from 'node:crypto';
import type { Plugin } from 'vite';
import { contentPolicy, firstScript } from '../src/app/contentPolicy.ts';

const CHARSET = '<meta charset="utf-8" />';

export function contentPolicyPlugin(): Plugin {
  return {
    name: 'content-policy',
    // After the scripts that Vite's development server puts in, which are hashed as well.
    transformIndexHtml: { order: 'post', handler: withPolicy },
  };
}

/** @throws Error where there is no place for it */
export function withPolicy(html: string): string {
  if (!html.includes(CHARSET)) throw new Error(`index.html has no ${CHARSET}, behind which its policy belongs`);
  const scripted = html.replace(CHARSET, (charset) => `${charset}\n    <script>${firstScript()}</script>`);
  const inline = [...scripted.matchAll(/<script(?![^>]*\ssrc=)[^>]*>([\s\S]*?)<\/script>/g)].map(([, code]) => code);
  const hashes = inline.map((code) => `'sha256-${createHash('sha256').update(code).digest('base64')}'`);
  const meta = `<meta http-equiv="Content-Security-Policy" content="${contentPolicy(hashes)}" />`;
  return scripted.replace(CHARSET, (charset) => `${charset}\n    ${meta}`);
}
