import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto';

/** Whose secrets: part of the sealed text's check, so that a value copied to another row does not open. */
export interface VaultOwner {
  workspaceId: string;
  /** Of what they belong to: an integration, a webhook, an alert, an API key or a member. */
  id: string;
}

/** Seals secrets (credentials, signing keys, kept answers) with AES-256-GCM. Format `v1.keyId.iv.ciphertext.tag`, parts in base64url. */
export class Vault {
  private readonly keys: Map<string, Buffer>;
  private readonly sealingKey: string;

  /** `secretKeys`: `id:base64 of 32 bytes`, comma-separated; the first seals, all open (rotation). */
  constructor(secretKeys: string) {
    this.keys = readSecretKeys(secretKeys);
    this.sealingKey = this.keys.keys().next().value!;
  }

  seal(secrets: Record<string, string>, owner: VaultOwner): string {
    const iv = randomBytes(12);
    const cipher = createCipheriv('aes-256-gcm', this.keys.get(this.sealingKey)!, iv);
    cipher.setAAD(boundTo(owner));
    const sealed = Buffer.concat([cipher.update(JSON.stringify(secrets), 'utf8'), cipher.final()]);
    return ['v1', this.sealingKey, ...[iv, sealed, cipher.getAuthTag()].map((part) => part.toString('base64url'))].join(
      '.',
    );
  }

  /** Throws where the key is gone, or the text was changed or belongs to something else. */
  open(sealed: string, owner: VaultOwner): Record<string, string> {
    const [version, keyId = '', iv = '', text = '', tag = ''] = sealed.split('.');
    const key = this.keys.get(keyId);
    if (version !== 'v1' || !key) throw new Error(`These secrets were sealed with the unknown key "${keyId}"`);
    const decipher = createDecipheriv('aes-256-gcm', key, Buffer.from(iv, 'base64url'));
    decipher.setAAD(boundTo(owner));
    decipher.setAuthTag(Buffer.from(tag, 'base64url'));
    const open = Buffer.concat([decipher.update(Buffer.from(text, 'base64url')), decipher.final()]);
    return JSON.parse(open.toString('utf8')) as Record<string, string>;
  }
}

function boundTo({ workspaceId, id }: VaultOwner): Buffer {
  return Buffer.from(`${workspaceId}:${id}`);
}

/** The keys of `SECRET_KEYS` by their id, the one in use first. Throws where one is not as it should be. */
export function readSecretKeys(secretKeys: string): Map<string, Buffer> {
  return new Map(secretKeys.split(',').map((entry) => readKey(entry.trim())));
}

function readKey(entry: string): [string, Buffer] {
  const [id = '', encoded = ''] = entry.split(/:(.*)/s);
  const key = Buffer.from(encoded, 'base64');
  if (!/^[\w-]{1,32}$/.test(id) || key.length !== 32) {
    throw new Error('SECRET_KEYS must look like "id:<32 bytes in base64>", several separated by commas');
  }
  return [id, key];
}
