import { Inject, Injectable } from '@nestjs/common';
import { ENV, type Env } from '../env.js';
import { Vault } from '../ops/vault.js';

/** An endpoint as far as its secrets are concerned; both are sealed, the old one is null where it counts no more. */
export interface SealedSecrets {
  id: string;
  workspaceId: string;
  secret: string;
  oldSecret: string | null;
}

/** Keeps signing secrets sealed like CRM credentials, each bound to its endpoint. */
@Injectable()
export class SigningSecrets {
  private readonly vault: Vault;

  constructor(@Inject(ENV) env: Pick<Env, 'SECRET_KEYS'>) {
    this.vault = new Vault(env.SECRET_KEYS);
  }

  seal(workspaceId: string, webhookId: string, secret: string): string {
    return this.vault.seal({ secret }, { workspaceId, id: webhookId });
  }

  /** The secrets to sign with, the newest first. */
  open({ id, workspaceId, secret, oldSecret }: SealedSecrets): string[] {
    return [secret, oldSecret].flatMap((sealed) =>
      sealed === null ? [] : (this.vault.open(sealed, { workspaceId, id })['secret'] ?? []),
    );
  }
}
