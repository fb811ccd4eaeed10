/** Builds the site once before all tests, so that they see what people will be served. */
import { execFileSync } from 'node:child_process';

export default function build(): void {
  execFileSync('npm', ['run', '--silent', 'site'], { stdio: 'inherit', shell: process.platform === 'win32' });
}
