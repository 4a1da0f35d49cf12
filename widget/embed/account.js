// Who the visitor is: loaded when a page first says so. The relay decides; this
// asks it, and tells the module whose conversations are shown from now on.

/** The functions of the widget that concern a person. */
export function start({ relay, settings, secret, pause, resume, problem, named, on }) {
  // What a page said of somebody who has not written yet: nothing is stored of
  // people who only look.
  let held;

  const ask = async (method, path, body) => {
    const headers = { 'content-type': 'application/json' };
    if (secret()) headers.authorization = `Bearer ${secret()}`;
    const answer = await fetch(relay + path, { method, headers, body: body && JSON.stringify(body) }).catch(() => {
      throw problem('unavailable', 'the relay cannot be reached');
    });
    const json = answer.status == 204 ? null : await answer.json();
    if (!answer.ok) throw json;
    return json;
  };

  // What rules may ask of the customer from now on: embed/proactive.js reads it.
  const tell = (news) => {
    settings.person = { ...settings.person, ...news };
  };

  // What was written into forms is not for whoever comes next: form.js and
  // forms.js hear of it, and what they have kept of other pages goes.
  const leave = () => {
    held = undefined;
    try {
      for (const place of Object.keys(sessionStorage)) if (place.startsWith('kb-form:')) delete sessionStorage[place];
    } catch {
      // A browser that keeps nothing has nothing.
    }
    // Nor does the browser call whoever comes next: notices.js keeps the choice.
    try {
      delete localStorage[`helpwright:${settings.key}:notices`];
    } catch {
      // A browser that keeps nothing has nothing.
    }
    dispatchEvent(new Event('helpwright-leave'));
  };

  const describe = (description) => ask('POST', '/chat/v1/customer', description).then(() => null);

  on('onConversationCreate', () => {
    if (held) describe(held).catch(() => {});
    held = undefined;
  });

  return {
    async login({ jwtToken }) {
      if (typeof jwtToken != 'string') throw problem('invalid_argument', 'give `{ jwtToken: "…" }`', 'jwtToken');
      // No line may speak for the old session while it changes hands.
      pause();
      let session = secret(), isSame = true;
      try {
        const answer = await ask('POST', '/chat/v1/login', { key: settings.key, jwtToken });
        // Without a session before, what stands in the browser is the visitor's.
        isSame = answer.is_same || !session;
        session = answer.token ?? session;
        const { email, external_id: externalId } = answer;
        // What was said of somebody else is not true of this one.
        if (!isSame) {
          settings.person = {};
          leave();
        }
        tell({ loggedIn: true, ...(email && { email }), ...(externalId && { externalId }) });
        return { customerId: answer.customer, email: answer.email ?? null, externalId: answer.external_id ?? null };
      } finally {
        resume(session, isSame);
      }
    },

    async logout() {
      if (!secret()) {
        settings.person = { loggedIn: false };
        leave();
        return null;
      }
      pause();
      try {
        // A session that is over already is what was wanted.
        await ask('DELETE', '/chat/v1/session').catch((cause) => {
          if (cause.code != 'session_expired') throw cause;
        });
      } catch (cause) {
        resume(secret(), true);
        throw cause;
      }
      resume(undefined, false);
      // Whatever was said was said of somebody else.
      settings.person = { loggedIn: false };
      leave();
      return null;
    },

    async isLoggedIn({ email, externalId }) {
      if (!email && !externalId) throw problem('invalid_argument', 'give `{ email }` or `{ externalId }`', 'email');
      if (!secret()) return false;
      try {
        const who = await ask('GET', '/chat/v1/session');
        return email ? who.email?.toLowerCase() == email.toLowerCase() : who.external_id == String(externalId);
      } catch (cause) {
        if (cause.code == 'session_expired') return false;
        throw cause;
      }
    },

    async describeCustomer({ attributes = {}, customAttributes = {} }) {
      const description = {
        emails: attributes.sharedEmails ?? attributes.emails ?? [],
        phones: attributes.sharedPhones ?? attributes.phones ?? [],
        socials: attributes.sharedSocials ?? attributes.socials ?? [],
        attributes: customAttributes,
      };
      tell({ ...(description.emails[0] && { email: description.emails[0] }), ...customAttributes });
      if (secret()) return describe(description);
      held = description;
      return null;
    },

    async describeConversation({ conversationId, customAttributes = {} }) {
      const path = `/chat/v1/conversations/${encodeURIComponent(named(conversationId))}`;
      if (!secret()) throw problem('unknown_conversation', 'this visitor has no such conversation', 'conversationId');
      await ask('POST', path, { attributes: customAttributes });
      return null;
    },
  };
}
