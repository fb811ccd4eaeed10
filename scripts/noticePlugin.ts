/** Vite's part in licences: a build fails where it has something of a package that NOTICE does not name. */
import { readFileSync } from 'node:fs';
import type { Plugin } from 'vite';

export function noticePlugin(): Plugin {
  return {
    name: 'notice',
    apply: 'build',
    generateBundle(_, bundle) {
      const modules = Object.values(bundle).flatMap((file) => (file.type === 'chunk' ? Object.entries(file.modules) : []));
      const shipped = packagesOf(modules.filter(([, { renderedLength }]) => renderedLength > 0).map(([id]) => id));
      const missing = notNamed(shipped, readFileSync('NOTICE', 'utf8'));
      if (missing.length > 0) this.error(`NOTICE has to name what the build contains: ${missing.join(', ')}`);
    },
  };
}

/** The packages that these modules belong to, by the names of their folders in node_modules. */
export function packagesOf(ids: string[]): string[] {
  const names = ids.flatMap((id) => {
    const inside = id.replaceAll('\\', '/').split('/node_modules/').slice(1).pop();
    const name = inside && /^(@[^/]+\/)?[^/]+/.exec(inside)?.[0];
    return name ? [name] : [];
  });
  return [...new Set(names)].sort();
}

/** Those that NOTICE names neither themselves nor, as `@radix-ui/*`, with all of their scope. */
export function notNamed(packages: string[], notice: string): string[] {
  const named = new Set(
    notice
      .toLowerCase()
      .match(/@?[\w-]+(?:[./][\w.*-]+)*/g)
      ?.map((word) => word.replace(/\.$/, '')),
  );
  return packages.filter((name) => !named.has(name) && !named.has(`${name.split('/')[0]}/*`));
}
