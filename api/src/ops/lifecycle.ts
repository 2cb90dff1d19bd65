import { type BeforeApplicationShutdown, Injectable } from '@nestjs/common';

/** Whether this process is on its way out: readiness says so before anything stops. */
@Injectable()
export class Lifecycle implements BeforeApplicationShutdown {
  stopping = false;

  beforeApplicationShutdown(): void {
    this.stopping = true;
  }
}
