import type { Answer } from '../../call.ts';

/** A Python exception, as Odoo's protocols carry it. */
export class OdooException extends Error {
  readonly exception: string;

  /** @param exception such as `odoo.exceptions.AccessError`. */
  constructor(exception: string, message: string) {
    super(message);
    this.exception = exception;
  }
}

export const userError = (message: string) => new OdooException('odoo.exceptions.UserError', message);
export const accessError = (message: string) => new OdooException('odoo.exceptions.AccessError', message);

const NOT_ALLOWED = {
  en_US: (verb: string, label: string, model: string) =>
    `You are not allowed to ${verb} '${label}' (${model}) records.\n\nThis operation is allowed for the following groups:\n\t- Extra Rights/Contact Creation\n\nContact your administrator to request access if necessary.`,
  de_DE: (_: string, label: string, model: string) =>
    `Sie dürfen keine „${label}“-Datensätze (${model}) anlegen oder ändern.\n\nDieser Vorgang ist für die folgenden Gruppen zulässig:\n\t- Extra Rights/Contact Creation`,
};

/** No right on a model at all. Odoo says it in the language of the call's context, else of the user. */
export const notAllowed = (verb: string, label: string, model: string, lang: unknown) =>
  accessError(NOT_ALLOWED[lang === 'de_DE' ? 'de_DE' : 'en_US'](verb, label, model));

export const valueError = (message: string) => new OdooException('builtins.ValueError', message);
export const accessDenied = () => new OdooException('odoo.exceptions.AccessDenied', 'Access Denied');

/** JSON-RPC says every exception with HTTP 200. */
export function rpcError(id: unknown, { exception, message }: OdooException): Answer {
  const error = {
    code: 200,
    message: 'Odoo Server Error',
    data: {
      name: exception,
      debug: 'Traceback (most recent call last): …',
      message,
      arguments: [message],
      context: {},
    },
  };
  return { status: 200, body: { jsonrpc: '2.0', id, error } };
}

const STATUSES: Record<string, number> = {
  'werkzeug.exceptions.Unauthorized': 401,
  'odoo.exceptions.AccessDenied': 401,
  'odoo.exceptions.AccessError': 403,
  'odoo.exceptions.MissingError': 404,
  'odoo.exceptions.UserError': 422,
  'odoo.exceptions.ValidationError': 422,
  'builtins.ValueError': 422,
};

/** `/json/2` says them with a status of their own. */
export function json2Error({ exception, message }: OdooException): Answer {
  const body = { name: exception, message, arguments: [message], context: {}, debug: 'Traceback …' };
  return { status: STATUSES[exception] ?? 500, body };
}

/** Odoo has no limits and no maintenance page: these are the proxy's before it. */
export function proxyPage(status: number, title: string, headers: Record<string, string> = {}): Answer {
  const text = `<html>\r\n<head><title>${status} ${title}</title></head>\r\n<body>\r\n<center><h1>${status} ${title}</h1></center>\r\n<hr><center>nginx</center>\r\n</body>\r\n</html>\r\n`;
  return { status, headers, text };
}
