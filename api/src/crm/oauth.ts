/** What a vendor answers to a code or a refresh token. */
export interface TokenAnswer {
  access_token?: string;
  refresh_token?: string;
  /** Seconds. Absent where only a refused call tells that the token is over. */
  expires_in?: number;
  /** Seconds until the refresh token ends, from vendors that tell. */
  refresh_token_expires_in?: number;
  /** Salesforce: the organisation's own address. */
  instance_url?: string;
  /** Pipedrive: the company's own address. */
  api_domain?: string;
}

/** How accounts of a CRM are connected by OAuth 2 with an authorization code. */
export interface OAuthDefinition {
  /** Page on which a person lets us in. */
  authorizeUrl: string;
  tokenUrl: string;
  scopes: string[];
  /** Whether the vendor checks a code challenge (PKCE, S256). */
  pkce: boolean;
  /** Where the token endpoint wants our app's name and secret: in the form, or in a Basic header. */
  client: 'form' | 'basic';
  /** Days after which a refresh token that was not used ends; absent where it does not. */
  refreshTokenDays?: number;
  /** Parameters the authorization page wants beside the standard's. */
  authorizeParameters?: Record<string, string>;
  /**
   * Settings that come with a token, such as the account's own address. `base` is the address our operator put in the
   * vendor's place, null for the vendor's own.
   */
  settings?(answer: TokenAnswer, base: string | null): Partial<Record<string, string>>;
  /** Origin of the vendor's that a setting chooses in place of the usual one: only ever one of the vendor's own hosts. */
  origin?(settings: Record<string, string>): string | null;
}
