import { type Role, type Scope, SCOPES } from '@integration-queue/shared/vocabulary';
import { createParamDecorator, type ExecutionContext } from '@nestjs/common';
import type { Request } from 'express';

/** Who is asking: a member with a session, or an API key. Every query is bound to `workspaceId`. */
export interface Actor {
  kind: 'member' | 'api_key';
  /** Of the member or the key. */
  id: string;
  name: string;
  workspaceId: string;
  role: Role;
  scopes: Scope[];
  /** When a session's token ends; null for a key without expiry. */
  expiresAt: Date | null;
  sessionId: string | null;
  /** Hash, in hex, of the secret a key was used with: it may have two. */
  keyHash?: string;
  /** A key's own limit; absent or null for the server's. */
  requestsPerMinute?: number | null;
}

/** Whoever changes something: an actor of the API, or who runs the house and works on its database (`system`, no id). */
export type Doer = Omit<Actor, 'kind' | 'id'> & { kind: Actor['kind'] | 'system'; id: string | null };

/** Who runs the house, in one workspace: may do everything there. */
export function operator(workspaceId: string): Doer {
  return {
    kind: 'system',
    id: null,
    name: 'operator',
    workspaceId,
    role: 'admin',
    scopes: [...SCOPES],
    expiresAt: null,
    sessionId: null,
  };
}

/** A request whose sender is known. */
export interface AuthenticatedRequest extends Request {
  actor: Actor;
}

/** The sender of the request, as a parameter of a route. */
export const CurrentActor = createParamDecorator(
  (_: unknown, context: ExecutionContext): Actor => context.switchToHttp().getRequest<AuthenticatedRequest>().actor,
);

const MEMBER_SCOPES: Scope[] = ['syncs:read', 'syncs:write', 'companies:read', 'companies:write', 'integrations:read'];

/** What a role may do. */
export function scopesOf(role: Role): Scope[] {
  return role === 'admin' ? [...MEMBER_SCOPES, 'integrations:admin', 'workspace:admin'] : MEMBER_SCOPES;
}
