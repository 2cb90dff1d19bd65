import { readFileSync } from 'node:fs';

/** How far the memory of a process rises above where it stood when the watch began. */
export class MemoryWatch {
  private readonly pid: number;
  private readonly before: number;
  private most: number;

  constructor(pid: number) {
    this.pid = pid;
    this.before = this.most = residentBytes(pid);
  }

  look(): void {
    this.most = Math.max(this.most, residentBytes(this.pid));
  }

  get growthMb(): number {
    return (this.most - this.before) / 1_048_576;
  }
}

/** Resident bytes of a process; Linux tells them, other systems are not measured. */
function residentBytes(pid: number): number {
  try {
    return Number(/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1] ?? 0) * 1024;
  } catch {
    return 0;
  }
}
