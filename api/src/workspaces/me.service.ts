import type { Me } from '@integration-queue/shared/access';
import { Inject, Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import type { Actor } from './actor.js';
import { readMember } from './members.service.js';

/** Who is asking, as the asker sees it. */
@Injectable()
export class MeService {
  constructor(@Inject(DataSource) private readonly database: DataSource) {}

  async of({ kind, id, name, workspaceId, role, scopes }: Actor): Promise<Me> {
    const [workspace] = await this.database.query<Me['workspace'][]>('select id, name from workspace where id = $1', [
      workspaceId,
    ]);
    return {
      workspace: workspace!,
      member: kind === 'member' ? await readMember(this.database.manager, workspaceId, id) : null,
      apiKey: kind === 'api_key' ? { id, name } : null,
      role,
      scopes,
    };
  }
}
