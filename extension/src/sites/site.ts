import type { Provider } from '@integration-queue/shared/vocabulary';

/** The CRMs whose pages get a button. */
export type CrmProvider = Exclude<Provider, 'webhook'>;

/** A company's record as its page's address tells it. */
export interface CrmPageRecord {
  /** The record's id in the CRM, written as the CRM's API writes it. */
  id: string;
  /** The account the page belongs to, where the address names it. */
  accountId?: string;
}

/** Where the button goes: beside an element, or inside it as its first or last child. */
export interface Anchor {
  element: Element;
  place: 'after' | 'prepend' | 'append';
}

/**
 * What is known of a CRM's web pages. The record is recognised from the address alone; the page is read only for the place
 * of the button, and for the name and website shown on it. Vendors change their pages without notice: whatever is not found
 * is null, and never a reason to fail. What is seen to be no company's has no website either.
 */
export interface CrmSite {
  provider: CrmProvider;
  /** Whether a host name is the vendor's own. */
  isVendorHost(hostname: string): boolean;
  /** Whether companies run it on hosts of their own. */
  isSelfHosted: boolean;
  /** Its pages are built of shadow roots, which have to be searched and watched one by one. */
  hasShadowRoots?: true;
  /** The company the address is about; null for every other page. */
  record(url: URL): CrmPageRecord | null;
  anchor(page: ParentNode): Anchor | null;
  /** A place that is on every page of the site, for records whose own does not come. */
  fallback?(page: ParentNode): Anchor | null;
  name(page: ParentNode): string | null;
  website(page: ParentNode): string | null;
}
