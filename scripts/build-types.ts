/** Writes the types of the library into a folder, one file per entry that needs no other: `tandem.d.ts`, `node.d.ts`. */
import { execFileSync } from 'node:child_process';
import { rmSync } from 'node:fs';
import { resolve } from 'node:path';
import { Extractor, ExtractorConfig, ExtractorLogLevel } from '@microsoft/api-extractor';

const [out, ...entries] = process.argv.slice(2);
if (entries.length === 0) throw new Error('Say what is written where: tsx scripts/build-types.ts dist tandem');

const SOURCES: Record<string, string> = { tandem: 'api/tandem.d.ts', node: 'node/index.d.ts' };

// Within the project, so that packages are found from there.
const parts = resolve(out, 'types');
execFileSync('npx', ['--no-install', 'tsc', '-p', 'tsconfig.types.json', '--outDir', parts], {
  stdio: 'inherit',
  shell: process.platform === 'win32',
});
for (const entry of entries) rollUp(resolve(parts, SOURCES[entry]), resolve(out, `${entry}.d.ts`));
rmSync(parts, { recursive: true });

function rollUp(source: string, target: string): void {
  const config = ExtractorConfig.prepare({
    configObject: {
      mainEntryPointFilePath: source,
      projectFolder: resolve('.'),
      compiler: { overrideTsconfig: { extends: resolve('tsconfig.types.json'), include: [parts] } },
      dtsRollup: { enabled: true, publicTrimmedFilePath: target },
      messages: { extractorMessageReporting: { default: { logLevel: ExtractorLogLevel.None } } },
    },
    configObjectFullPath: undefined,
    packageJsonFullPath: resolve('package.json'),
  });
  const { succeeded } = Extractor.invoke(config, {
    localBuild: true,
    messageCallback: (message) => {
      message.handled = message.logLevel !== ExtractorLogLevel.Error;
    },
  });
  if (!succeeded) throw new Error(`${target} could not be written.`);
}
