/** What a page can tell the widget and hear from it; the same for the module and for the script's `window.pb`. */

export type Position = "bottom-right" | "bottom-left" | "top-right" | "top-left";

/** A number of pixels, or a length of CSS such as "24px", "2rem" or "40vh". */
export type Length = number | string;

/** What is set here wins over what is set in the dashboard, field by field. Each name may also be written in snake_case. */
export interface Options {
  position?: Position;
  /** Distances from the two sides of its corner: across, then down. */
  offset?: readonly [Length, Length];
  /** Any colour of CSS; a shade of it is taken that text on it can be read. */
  color?: string;
  theme?: "light" | "dark" | "auto";
  greeting?: string;
  botName?: string;
  avatarUrl?: string;
  /** The address of a picture (with a slash in it), or a character such as "?". */
  launcherIcon?: string;
  launcherText?: string;
  width?: Length;
  height?: Length;
  radius?: Length;
  font?: string;
  zIndex?: number | string;
  /** Such as "de" or "pt-BR"; else the visitor's browser decides. */
  language?: string;
  suggestions?: readonly string[];
  showBranding?: boolean;
  /** Seconds after which the window opens by itself. */
  autoOpen?: "never" | number;
  sound?: boolean;
  /** Read at `init` only. */
  mode?: "bubble" | "inline" | "page";
  /** A selector or an element that has a height, for the mode "inline"; read at `init` only. */
  container?: string | Element;
  /** `false`: the form for contact details is not offered here. */
  leadForm?: boolean;
  /** The API's origin, where it is not the file's own; read at `init` only. */
  baseURL?: string;
  /** While "pending" nothing is shown, kept or sent. */
  consent?: "granted" | "pending";
}

export interface Init {
  id: string;
  options?: Options;
}

/** `hash` is the HMAC-SHA256 of `id` under the chatbot's identity secret, made on your server. */
export interface Identity {
  id: string | number;
  name?: string;
  email?: string;
  hash?: string;
}

/** Facts of the page; only fields that the owner allowed are kept. `null` takes a field back. */
export type Context = Record<string, string | number | boolean | null>;

export interface Status {
  initialized: boolean;
  isOpen: boolean;
  conversationId: string | null;
  unread: number;
  mode: "bubble" | "inline" | "page";
}

export interface Citation {
  n: number;
  title: string;
  url: string | null;
  quote: string;
  page?: number;
}

export interface Feedback {
  message: string;
  rating: "up" | "down";
  /** "" when none was given. */
  reason: string;
}

/** Whose turn it is. */
export interface Handoff {
  state: string;
  /** The place among those who wait. */
  queue?: number | null;
  operator?: { name: string; avatar: string | null } | null;
  message?: string;
  away?: string;
}

/** Each event with what its listener is given. */
export interface Events {
  ready: null;
  open: null;
  close: null;
  /** What the visitor wrote. */
  message: string;
  /** What was answered, by the chatbot or by a person. */
  reply: string;
  citation: Citation[];
  lead: null;
  feedback: Feedback;
  handoff: Handoff;
  unread: number;
  error: string | { message: string; code?: string };
}

export type Listener<Name extends keyof Events> = (detail: Events[Name]) => void;

export interface Pb {
  (command: "init", given: Init): null;
  (command: "init", id: string, options?: Options): null;
  (command: "open" | "close" | "toggle" | "show" | "hide" | "reset" | "destroy"): null;
  (command: "send" | "sendMessage", text: string): null;
  (command: "update", options: Options): null;
  /** Without an identity: nobody is signed in any more. */
  (command: "identify" | "setUser", who?: Identity | null): null;
  (command: "context", facts: Context): null;
  <Name extends keyof Events>(command: "on", event: Name, heard: Listener<Name>): null;
  /** Without a function: every listener of the event. */
  <Name extends keyof Events>(command: "off", event: Name, heard?: Listener<Name>): null;
  (command: "status"): Status;
  (command: "isOpen"): boolean;
}

export const pb: Pb;
export default pb;

declare global {
  interface Window {
    /** Set by the script, not by the module. */
    pb?: Pb;
    privexbot?: Pb;
    /** The API's origin, unless `baseURL` names it. */
    PRIVEXBOT_API_URL?: string;
  }
}
