import {
  type CompanyChange,
  companyChangeSchema,
  companyCrmStateListSchema,
  type CompanyInput,
  companyInputSchema,
  companyPageSchema,
  type CompanyQuery,
  companyQuerySchema,
  companySchema,
} from '@integration-queue/shared/company';
import { id as idSchema } from '@integration-queue/shared/fields';
import { Body, Controller, Get, Inject, Param, Patch, Post, Query, Res } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { Response } from 'express';
import { Documented } from '../ops/open-api.js';
import { type Actor, CurrentActor } from '../workspaces/actor.js';
import { Authenticated } from '../workspaces/authenticated.js';
import { CompaniesService } from './companies.service.js';

@ApiTags('Companies')
@Controller('v1/companies')
export class CompaniesController {
  constructor(@Inject(CompaniesService) private readonly companies: CompaniesService) {}

  @Get()
  @Authenticated('companies:read')
  @Documented('List or search companies, newest first', {
    answer: companyPageSchema,
    problems: ['forbidden', 'invalid_cursor'],
  })
  listCompanies(@CurrentActor() actor: Actor, @Query({ schema: companyQuerySchema }) query: CompanyQuery) {
    return this.companies.list(actor, query);
  }

  @Post()
  @Authenticated('companies:write')
  @Documented('Create a company, or update the one found by externalId or domain', {
    status: 201,
    answer: companySchema,
    others: { 200: { description: 'The company was there, and has what was given now', answer: companySchema } },
    problems: ['forbidden', 'domain_taken'],
  })
  async upsertCompany(
    @CurrentActor() actor: Actor,
    @Body({ schema: companyInputSchema }) input: CompanyInput,
    @Res({ passthrough: true }) response: Response,
  ) {
    const { created, company } = await this.companies.upsert(actor, input);
    response.status(created ? 201 : 200);
    return company;
  }

  @Get(':id')
  @Authenticated('companies:read')
  @Documented('One company', { answer: companySchema, problems: ['forbidden', 'not_found'] })
  getCompany(@CurrentActor() actor: Actor, @Param('id', { schema: idSchema }) id: string) {
    return this.companies.get(actor, id);
  }

  @Patch(':id')
  @Authenticated('companies:write')
  @Documented('Change a company; absent leaves, null clears', {
    answer: companySchema,
    problems: ['forbidden', 'not_found', 'domain_taken', 'external_id_taken'],
  })
  changeCompany(
    @CurrentActor() actor: Actor,
    @Param('id', { schema: idSchema }) id: string,
    @Body({ schema: companyChangeSchema }) change: CompanyChange,
  ) {
    return this.companies.change(actor, id, change);
  }

  @Get(':id/crm')
  @Authenticated('companies:read')
  @Documented('Where the company stands in each connected CRM', {
    answer: companyCrmStateListSchema,
    problems: ['forbidden', 'not_found'],
  })
  companyCrmStates(@CurrentActor() actor: Actor, @Param('id', { schema: idSchema }) id: string) {
    return this.companies.crmStates(actor, id);
  }
}
