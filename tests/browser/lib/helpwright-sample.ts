// Uses every function and event of the declarations that a relay serves; the
// compiler is the test. What must not compile says so.
/// <reference path="../../../widget/embed/helpwright.d.ts" />

export async function everything(): Promise<void> {
  await Helpwright.start({ brandId: 'pedalo', lang: 'en_us', position: 'start', size: 'small', zIndex: 5 });
  Helpwright.start((_response, error) => error?.code satisfies string | undefined);
  // @ts-expect-error: a side that there is not
  await Helpwright.start({ position: 'left' });

  const listener = (message: HelpwrightMessage) => message.body.length;
  await Helpwright.addListener('onMessageReceived', listener);
  await Helpwright.addListener('onUnread', ({ total, conversations }) => total + Object.keys(conversations).length);
  await Helpwright.addListener('onAgentTyping', ({ typingIndicator }) => !typingIndicator);
  await Helpwright.addListener('onOpen', () => {});
  await Helpwright.addListener('onDeflection', ({ outcome, articles }) => outcome === 'deflected' && console.log(articles.length));
  await Helpwright.addListener('onFormSubmit', ({ form, reference }) => console.log(form, reference));
  await Helpwright.addListener('onProactive', ({ rule, open }) => rule === 'reader' && open());
  Helpwright.track('cart_left');
  await Helpwright.removeListener('onMessageReceived', listener);
  // @ts-expect-error: an event that there is not
  await Helpwright.addListener('onOpened', () => {});

  const session = await Helpwright.login({ jwtToken: '…' });
  const email: string | null = session.email;
  const isLoggedIn: boolean = await Helpwright.isLoggedIn(email ? { email } : { externalId: '7' });
  await Helpwright.describeCustomer({
    attributes: { sharedEmails: ['ann@example.org'], sharedSocials: [{ username: 'ann', type: 'twitter' }] },
    customAttributes: { loyaltyTierStr: 'gold', ordersNum: isLoggedIn ? 3 : null },
  });
  // @ts-expect-error: a date is written as a text
  await Helpwright.describeCustomer({ customAttributes: { sinceAt: new Date() } });

  const { conversationId, createdAt } = await Helpwright.createConversation({ message: 'Where is my bike?' });
  await Helpwright.describeConversation({ conversationId, customAttributes: { orderIdStr: createdAt } });
  await Helpwright.openConversationById({ conversationId }, (_, error) => error?.status?.toFixed());
  const open: HelpwrightConversation[] = await Helpwright.getOpenConversations();
  await Helpwright.openKbArticle(open[0]?.conversationId ?? '');
  await Helpwright.openKbCategory('riding');

  const availability: 'online' | 'offline' | 'hidden' | 'disabled' = Helpwright.isChatAvailable();
  const total: number = window.Helpwright.getUnreadCount().total;
  Helpwright.push(['open', availability, total]);
  await Helpwright.open();
  await Helpwright.close();
  await Helpwright.logout();
  await Helpwright.stop();
}

/** The same without an interface. */
export async function withoutInterface(file: File): Promise<void> {
  await HelpwrightCore.init({ brandId: 'pedalo', lang: 'en_us' });
  await HelpwrightCore.addListener('onMessageReceived', ({ name, body, direction }) => console.log(name, body, direction === 'out'));
  // @ts-expect-error: nothing opens without an interface
  await HelpwrightCore.addListener('onOpen', () => {});
  const { conversationId } = await HelpwrightCore.createConversation({ message: 'Where is my bike?' });
  const { sequence } = await HelpwrightCore.sendMessage({ conversationId, body: 'Here it was', attachments: [{ file }] });
  const { messages, hasMore } = await HelpwrightCore.getMessages({ conversationId, before: sequence });
  console.log(messages[0]?.attachments.length, hasMore, window.HelpwrightCore.getUnreadCount().total);
  await HelpwrightCore.markRead({ conversationId });
  const { ended }: { ended: true } = await HelpwrightCore.endConversation({ conversationId });
  const { rootCategory, categories } = await HelpwrightCore.getCategories({ lang: 'de' });
  const { articles } = await HelpwrightCore.getArticles({ categoryId: rootCategory.children[0], lang: 'de' });
  console.log(ended, categories[rootCategory.children[0] ?? '']?.title, articles[0]?.url, (await HelpwrightCore.getChatSettings()).teamName);
}
