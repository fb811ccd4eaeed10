/** npm run rooms: writes the table of rooms into ARCHITECTURE.md. */
import { readFileSync, writeFileSync } from 'node:fs';
import { withRooms } from './rooms';

writeFileSync('ARCHITECTURE.md', withRooms(readFileSync('ARCHITECTURE.md', 'utf8')));
