import { Icon } from '@/ui/icon';

/** A link to a record in a CRM, or to what a value says. The address comes from there: only a web page becomes a link. */
export function WebLink({ url, text }: { url: string | null; text: string }) {
  if (!url || !/^https?:\/\//i.test(url)) return <>{text}</>;
  return (
    <a class="link" href={url} target="_blank" rel="noreferrer">
      {text} <Icon name="external" size={14} />
    </a>
  );
}
