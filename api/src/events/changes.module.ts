import { Module } from '@nestjs/common';
import { ChangeListener } from './change-listener.js';

/** Committed changes of all processes, heard over one connection. */
@Module({ providers: [ChangeListener], exports: [ChangeListener] })
export class ChangesModule {}
