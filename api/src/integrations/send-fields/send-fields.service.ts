import type { CrmField } from '@integration-queue/shared/mapping';
import type { SendFieldList } from '@integration-queue/shared/send-fields';
import { Inject, Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { AppProblem } from '../../ops/app-problem.js';
import type { Actor } from '../../workspaces/actor.js';
import { type KeptSchema, keptSchema } from '../kept-schema/kept-schema.js';
import { currentMapping } from '../mapping/current.js';
import { MappingsService } from '../mapping/mappings.service.js';
import { readStored } from '../sql/read-integrations.js';
import { asSendFields, type FilledObject, ownFields } from './own-fields.js';

/** A person fills in a form for about so long; stages and owners change less often. */
const FRESH_SECONDS = 300;

/** What a deal or task can say in a CRM. */
@Injectable()
export class SendFieldsService {
  constructor(
    @Inject(DataSource) private readonly database: DataSource,
    @Inject(MappingsService) private readonly mappings: MappingsService,
  ) {}

  /**
   * The fields that arrive, with their live options. Where the CRM does not answer, those it told last serve. Throws
   * `not_found`, and `crm_unreachable` or `connection_refused` where it never told any.
   */
  async list(actor: Actor, integrationId: string, object: FilledObject): Promise<SendFieldList> {
    await readStored(this.database, actor.workspaceId, integrationId);
    const mapping = await currentMapping(this.database, integrationId, object);
    const kept = await keptSchema(this.database, integrationId, object);
    const schema =
      kept && kept.ageSeconds < FRESH_SECONDS ? kept.fields : await this.ask(actor, integrationId, object, kept);
    return { integrationId, object, items: asSendFields(ownFields(object, mapping?.rows ?? [], schema)) };
  }

  private async ask(
    actor: Actor,
    integrationId: string,
    object: FilledObject,
    kept: KeptSchema | null,
  ): Promise<CrmField[]> {
    try {
      return (await this.mappings.fields(actor, integrationId, object)).items;
    } catch (error) {
      if (kept && error instanceof AppProblem) return kept.fields;
      throw error;
    }
  }
}
