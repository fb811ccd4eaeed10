/** Writes tandem.d.ts into a folder: the types of the library in one file that needs no other. */
import { execFileSync } from 'node:child_process';
import { rmSync } from 'node:fs';
import { resolve } from 'node:path';
import { Extractor, ExtractorConfig, ExtractorLogLevel } from '@microsoft/api-extractor';

const out = process.argv[2];
if (!out) throw new Error('Say which folder tandem.d.ts is for: tsx scripts/build-types.ts dist');
// Within the project, so that packages are found from there.
const parts = resolve(out, 'types');
execFileSync('npx', ['--no-install', 'tsc', '-p', 'tsconfig.types.json', '--outDir', parts], {
  stdio: 'inherit',
  shell: process.platform === 'win32',
});
const config = ExtractorConfig.prepare({
  configObject: {
    mainEntryPointFilePath: resolve(parts, 'api/tandem.d.ts'),
    projectFolder: resolve('.'),
    compiler: { overrideTsconfig: { extends: resolve('tsconfig.types.json'), include: [parts] } },
    dtsRollup: { enabled: true, publicTrimmedFilePath: resolve(out, 'tandem.d.ts') },
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
rmSync(parts, { recursive: true });
if (!succeeded) process.exit(1);
