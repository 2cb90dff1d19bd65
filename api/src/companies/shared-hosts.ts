/** Mail for everybody: never a company's domain, whoever writes from there. */
export const MAIL_HOSTS: ReadonlySet<string> = new Set(
  `126.com 163.com 21cn.com aim.com alice.de alice.it aol.com aol.de arcor.de bigpond.com bluewin.ch blueyonder.co.uk
  btinternet.com btopenworld.com caiway.nl casema.nl charter.net chello.at chello.nl comcast.net cox.net duck.com
  earthlink.net email.com email.de fastmail.com fastmail.fm foxmail.com free.fr freenet.de freenet.nl gmail.com
  googlemail.com hanmail.net hccnet.nl hetnet.nl hey.com home.nl hushmail.com icloud.com inbox.com inbox.ru juno.com
  kabelmail.de kpnmail.nl kpnplanet.nl laposte.net libero.it live.at live.be live.ca live.co.uk live.com live.com.au
  live.de live.fr live.it live.nl lycos.com mac.com mail.com mail.de mail.ee mail.ru mailbox.org me.com msn.com
  neuf.fr ntlworld.com o2mail.de online.de online.nl onsmail.nl optonline.net optusnet.com.au orange.fr pandora.be
  planet.nl pm.me proton.me protonmail.ch protonmail.com qq.com quicknet.nl rambler.ru rediffmail.com rocketmail.com
  sbcglobal.net seznam.cz sfr.fr shaw.ca sina.com sky.com skynet.be sympatico.ca t-online.de telfort.nl terra.com.br
  tiscali.it tiscali.nl tuta.com tutanota.com tutanota.de upcmail.nl verizon.net versatel.nl virgilio.it wanadoo.fr
  wanadoo.nl web.de wp.pl xs4all.nl yandex.com yandex.ru ymail.com zeelandnet.nl zonnet.nl`.split(/\s+/),
);

/** The same under any country's ending: `gmx.de`, `gmx.net`, `hotmail.co.uk`. */
export const MAIL_NAMES: ReadonlySet<string> = new Set(['gmail', 'gmx', 'hotmail', 'outlook']);

/** Where companies have a page or a site among others: the address says nothing about whose it is, the path does. */
export const PLATFORMS: ReadonlySet<string> = new Set(
  `about.me academia.edu angel.co angelfire.com bandcamp.com behance.net bigcartel.com bit.ly bitbucket.org blogger.com
  business.site cargo.site carrd.co crunchbase.com dribbble.com etsy.com eventbrite.com eventbrite.de facebook.com
  fb.com fb.me flickr.com foursquare.com g.page github.com gitlab.com glassdoor.com glassdoor.de godaddysites.com
  goo.gl gumroad.com hubspotpagebuilder.com hubspotpagebuilder.eu immobilienscout24.de indeed.com instagram.com
  jimdo.com jimdofree.com jimdosite.com kickstarter.com kununu.com lieferando.de linkedin.com linktr.ee
  livejournal.com medium.com meetup.com mobile.de mystrikingly.com naver.com northdata.com northdata.de notion.so
  opencorporates.com over-blog.com patreon.com pinterest.com pinterest.de posteo.de producthunt.com quora.com
  reddit.com site123.me slideshare.net snapchat.com soundcloud.com sourceforge.net squarespace.com strikingly.com
  substack.com t.co t.me telegram.me telenet.be threads.net thuisbezorgd.nl tiktok.com tilda.ws tripadvisor.com
  tripadvisor.de tripod.com trustpilot.com tumblr.com twitch.tv twitter.com typepad.com ueniweb.com
  unternehmensregister.de vimeo.com virginmedia.com vk.com vodafone.de wa.me webnode.com webnode.de webnode.nl
  webs.com weebly.com whatsapp.com wikidata.org wikimedia.org wikipedia.org wix.com wlw.de wordpress.com wordpress.org
  x.com xing.com yelp.com yelp.de yolasite.com youtu.be youtube.com ziggo.nl zohosites.com`.split(/\s+/),
);

/** The same under any country's ending: `google.de`, `amazon.co.uk`. */
export const PLATFORM_NAMES: ReadonlySet<string> = new Set(['amazon', 'ebay', 'google', 'yahoo']);

/**
 * Endings the public suffix list has from private owners who sell names under them as a registry does: `acme.uk.com` is a
 * domain of Acme's own. Everything else private there (`github.io`, `myshopify.com`) hosts sites of others.
 */
export const SOLD_SUFFIXES: ReadonlySet<string> = new Set(
  `ae.org biz.ua br.com cn.com co.ca co.com co.cz co.dk co.nl co.no co.pl co.ua com.de com.im com.ru com.se de.com
  eu.com exnet.su firm.dk gb.net gr.com hu.net in.net jp.net jpn.com mex.com msk.ru msk.su net.ru org.ru pp.ru pp.ua
  ru.com sa.com se.net spb.ru spb.su store.dk uk.com uk.net us.com us.org za.bz za.com`.split(/\s+/),
);
