/**
 * Types of `window.Helpwright`, the chat widget of Helpwright, and of
 * `window.HelpwrightCore`, the same without an interface.
 *
 * Served by every relay as `/widget/helpwright.d.ts`. Put it among your own
 * declarations; there is nothing to import. The guide is docs/embedding.md.
 */

/** Every answer comes as a promise, and to the last argument if it is a function. */
type HelpwrightCallback<Response> = (response?: Response, error?: HelpwrightError) => void;

/** What every failed call is told. `message` is for engineers. */
interface HelpwrightError extends Error {
  /** Stable; here is what to decide by. */
  code: HelpwrightErrorCode;
  /** Status of the relay's answer, where there was one. */
  status?: number;
  /** One sentence in English. */
  title?: string;
  /** The argument or attribute that is wrong. */
  source?: string;
  /** Wait so long before asking again. */
  retry_after_ms?: number;
}

type HelpwrightErrorCode =
  | 'already_started'
  | 'invalid_argument'
  | 'invalid_attribute'
  | 'invalid_token'
  | 'login_disabled'
  | 'no_knowledge_base'
  | 'not_started'
  | 'not_supported'
  | 'origin_not_allowed'
  | 'rate_limited'
  | 'session_expired'
  | 'token_expired'
  | 'too_long'
  | 'unavailable'
  | 'unknown_attribute'
  | 'unknown_brand'
  | 'unknown_conversation'
  | 'unknown_event'
  | 'unknown_function'
  | 'unknown_key'
  | 'unknown_schedule'
  | 'wasm_forbidden'
  // A newer relay may say more.
  | (string & {});

interface HelpwrightOptions {
  /** Another brand of the same relay than that of the key. */
  brandId?: string;
  /** Assistant that answers first; kept for relays that have one. */
  assistantId?: string;
  /** Name of another schedule than the brand's, by which this page's widget is available. */
  scheduleId?: string;
  /** Locale of the widget: `en`, `pt-BR` or `pt_br`. Else the page's `lang`, else the browser's wish. */
  lang?: string;
  /** Hides the launcher; open the widget by `open()`. */
  hideChatIcon?: boolean;
  /** Side of the launcher: where lines end (default) or where they start. */
  position?: 'end' | 'start';
  /** Size of launcher and panel. */
  size?: 'small' | 'medium' | 'large';
  /** `z-index` of the widget; 2147483647 if left out. */
  zIndex?: number;
  /** Nonce of the page's policy. The widget needs none: it adds neither inline scripts nor inline styles. */
  nonce?: string;
  /** Whether visitors may be invited to chat; `true` if left out. */
  proactive?: boolean;
  /** What the browser keeps of invitations; as the site says if left out. */
  memory?: 'none' | 'session' | 'visitor';
  /** What this page knows of its customer, for the rules of invitations; it stays in the browser. */
  customer?: Record<string, string | number | boolean>;
  /** Origin of the relay, if the script comes from elsewhere. */
  relayUrl?: string;
}

type HelpwrightAvailability = 'online' | 'offline' | 'hidden' | 'disabled';

interface HelpwrightConversation {
  conversationId: string;
  /** ISO 8601. */
  createdAt: string;
  ended: boolean;
  isInAssistantMode: boolean;
}

interface HelpwrightUnreadCount {
  total: number;
  conversations: Record<string, number>;
}

interface HelpwrightSession {
  customerId: string;
  /** Verified by your site. */
  email: string | null;
  externalId: string | null;
}

type HelpwrightIdentity = { email: string } | { externalId: string };

/** Typed by the end of its name: `Str`, `Txt`, `Num`, `Bool`, `At`, `Url`; `null` takes it away. */
type HelpwrightAttributes = Record<string, string | number | boolean | null>;

interface HelpwrightSocial {
  username: string;
  type: string;
}

interface HelpwrightCustomerDescription {
  attributes?: {
    sharedEmails?: string[];
    sharedPhones?: string[];
    sharedSocials?: HelpwrightSocial[];
    /** Older name of `sharedEmails`. */
    emails?: string[];
    /** Older name of `sharedPhones`. */
    phones?: string[];
    /** Older name of `sharedSocials`. */
    socials?: HelpwrightSocial[];
  };
  customAttributes?: HelpwrightAttributes;
}

interface HelpwrightMessage {
  conversationId: string;
  messageId: string;
  /** Plain text. */
  body: string;
  /** Who wrote. */
  name: string;
  /** ISO 8601. */
  sentAt: string;
}

interface HelpwrightDeflection {
  surface: 'chat' | 'form';
  /** What was written; only with the visitor's consent. */
  query?: string;
  /** `unknown` while nobody knows. */
  outcome: 'deflected' | 'continued' | 'unknown';
  /** Ids of the articles, best first. */
  articles: string[];
}

/** What listeners are told. */
interface HelpwrightEvents {
  onOpen: void;
  onClose: void;
  onConversationCreate: HelpwrightConversation;
  onConversationEnded: HelpwrightConversation;
  onMessageReceived: HelpwrightMessage;
  onUnread: HelpwrightUnreadCount;
  onAgentJoined: { conversationId: string; name: string };
  onAgentTyping: { conversationId: string; typingIndicator: boolean };
  onAvailabilityChange: { availability: HelpwrightAvailability };
  /** A visitor is invited to chat; a page with a launcher of its own shows it and calls what was chosen. */
  onProactive: { rule: string; message: string; open(): void; dismiss(): void };
  /** Articles were offered to somebody who writes, and what became of it. */
  onDeflection: HelpwrightDeflection;
  /** A form of the help site was sent and kept, in the panel or on the page. */
  onFormSubmit: { form: string; reference: string };
  onError: { code: HelpwrightErrorCode; title?: string };
}

interface Helpwright {
  start(options?: HelpwrightOptions, callback?: HelpwrightCallback<void>): Promise<void>;
  start(callback: HelpwrightCallback<void>): Promise<void>;
  stop(callback?: HelpwrightCallback<void>): Promise<void>;
  open(callback?: HelpwrightCallback<void>): Promise<void>;
  close(callback?: HelpwrightCallback<void>): Promise<void>;

  login(token: { jwtToken: string }, callback?: HelpwrightCallback<HelpwrightSession>): Promise<HelpwrightSession>;
  isLoggedIn(identity: HelpwrightIdentity, callback?: HelpwrightCallback<boolean>): Promise<boolean>;
  logout(callback?: HelpwrightCallback<null>): Promise<null>;
  describeCustomer(description: HelpwrightCustomerDescription, callback?: HelpwrightCallback<null>): Promise<null>;
  describeConversation(
    description: { conversationId: string; customAttributes: HelpwrightAttributes },
    callback?: HelpwrightCallback<null>,
  ): Promise<null>;

  /** Tells the rules of invitations that something has happened. */
  track(name: string): void;
  addListener<Event extends keyof HelpwrightEvents>(
    event: Event,
    listener: (payload: HelpwrightEvents[Event]) => void,
  ): Promise<void>;
  removeListener<Event extends keyof HelpwrightEvents>(
    event: Event,
    listener: (payload: HelpwrightEvents[Event]) => void,
  ): Promise<void>;

  createConversation(
    options?: { message?: string },
    callback?: HelpwrightCallback<HelpwrightConversation>,
  ): Promise<HelpwrightConversation>;
  openConversationById(conversation: { conversationId: string }, callback?: HelpwrightCallback<null>): Promise<null>;
  getOpenConversations(callback?: HelpwrightCallback<HelpwrightConversation[]>): Promise<HelpwrightConversation[]>;
  openKbArticle(articleId: string, callback?: HelpwrightCallback<null>): Promise<null>;
  openKbCategory(categoryId: string, callback?: HelpwrightCallback<null>): Promise<null>;

  /** At once; `disabled` while nothing runs. */
  isChatAvailable(callback?: HelpwrightCallback<HelpwrightAvailability>): HelpwrightAvailability;
  /** At once; nothing while nothing runs. */
  getUnreadCount(callback?: HelpwrightCallback<HelpwrightUnreadCount>): HelpwrightUnreadCount;

  /** A call before the script is here: `Helpwright.push(['open'])`. */
  push(call: [name: string, ...args: unknown[]]): unknown;
}

/** A message as `HelpwrightCore` tells it. */
interface HelpwrightCoreMessage extends HelpwrightMessage {
  /** `in` from the visitor, `out` from an agent. */
  direction: 'in' | 'out';
  attachments: { attachmentId: string; name: string; size: number; contentType: string }[];
  /** Number in its conversation, from 1. */
  sequence: number;
}

interface HelpwrightSentMessage {
  conversationId: string;
  messageId: string;
  body: string;
  sequence: number;
  /** ISO 8601. */
  sentAt: string;
}

interface HelpwrightChatSettings {
  enabled: boolean;
  availability: HelpwrightAvailability;
  brandId: string;
  teamName: string;
  /** `#rrggbb`. */
  embedIconColor: string;
  greeting: string | null;
  offhoursMessage: string | null;
  closableChat: boolean;
  singleSessionChat: boolean;
  /** Address of the help site. */
  knowledgeBaseId: string | null;
  widgetType: 'chat' | 'kb' | 'both';
  lang: string;
}

interface HelpwrightCategory {
  categoryId: string;
  title: string;
  description: string;
  url: string;
  parent: string | null;
  /** Ids of the categories below it. */
  children: string[];
}

interface HelpwrightCoreEvents
  extends Pick<
    HelpwrightEvents,
    'onConversationCreate' | 'onConversationEnded' | 'onUnread' | 'onAgentJoined' | 'onAgentTyping' | 'onAvailabilityChange' | 'onError'
  > {
  onMessageReceived: HelpwrightCoreMessage;
}

/** The chat without an interface, `/core.js`. */
interface HelpwrightCore
  extends Pick<
    Helpwright,
    'login' | 'isLoggedIn' | 'logout' | 'describeCustomer' | 'describeConversation' | 'getOpenConversations' | 'isChatAvailable' | 'getUnreadCount'
  > {
  init(options?: Pick<HelpwrightOptions, 'brandId' | 'assistantId' | 'scheduleId' | 'lang' | 'relayUrl'>, callback?: HelpwrightCallback<null>): Promise<null>;
  init(callback: HelpwrightCallback<null>): Promise<null>;
  addListener<Event extends keyof HelpwrightCoreEvents>(event: Event, listener: (payload: HelpwrightCoreEvents[Event]) => void): Promise<void>;
  removeListener<Event extends keyof HelpwrightCoreEvents>(event: Event, listener: (payload: HelpwrightCoreEvents[Event]) => void): Promise<void>;
  /** Without a message nothing is stored until the first one is sent. */
  createConversation(
    options?: { message?: string; attachments?: { file: Blob }[] },
    callback?: HelpwrightCallback<HelpwrightConversation>,
  ): Promise<HelpwrightConversation>;
  /** Answers once the relay has stored it; sent again until then, and stored once. */
  sendMessage(
    message: { conversationId: string; body?: string; attachments?: { file: Blob }[] },
    callback?: HelpwrightCallback<HelpwrightSentMessage>,
  ): Promise<HelpwrightSentMessage>;
  getConversations(callback?: HelpwrightCallback<HelpwrightConversation[]>): Promise<HelpwrightConversation[]>;
  /** The latest page; `before` of its answer asks for the one before. */
  getMessages(
    options: { conversationId: string; before?: number },
    callback?: HelpwrightCallback<{ messages: HelpwrightCoreMessage[]; hasMore: boolean; before?: number }>,
  ): Promise<{ messages: HelpwrightCoreMessage[]; hasMore: boolean; before?: number }>;
  markRead(conversation: { conversationId: string }, callback?: HelpwrightCallback<null>): Promise<null>;
  endConversation(
    conversation: { conversationId: string },
    callback?: HelpwrightCallback<{ conversationId: string; createdAt: string; ended: true }>,
  ): Promise<{ conversationId: string; createdAt: string; ended: true }>;
  getChatSettings(callback?: HelpwrightCallback<HelpwrightChatSettings>): Promise<HelpwrightChatSettings>;
  getCategories(
    options?: { lang?: string },
    callback?: HelpwrightCallback<{ rootCategory: { title: string; children: string[] }; categories: Record<string, HelpwrightCategory> }>,
  ): Promise<{ rootCategory: { title: string; children: string[] }; categories: Record<string, HelpwrightCategory> }>;
  getArticles(
    options?: { categoryId?: string; lang?: string },
    callback?: HelpwrightCallback<{ articles: { articleId: string; title: string; description: string; url: string }[] }>,
  ): Promise<{ articles: { articleId: string; title: string; description: string; url: string }[] }>;
}

declare var Helpwright: Helpwright;
declare var HelpwrightCore: HelpwrightCore;

interface Window {
  Helpwright: Helpwright;
  HelpwrightCore: HelpwrightCore;
}
