/** @returns what this process has computed for so far, in milliseconds: unlike the clock, no other program on the machine adds to it */
export function cpuTime(): number {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1000;
}
