// The visitor's conversation by @rocket.chat/ddp-client, against the server at the address that is the one argument. An
// agent there echoes what the visitor writes.

const { WebSocket } = require('ws');

globalThis.WebSocket = WebSocket;

const { LivechatClientImpl } = require('@rocket.chat/ddp-client/dist/livechat/LivechatClientImpl');

const check = (condition, text) => {
    if (!condition) throw new Error(text);
};

// Waits until something was said that fits; what was said before counts too.
const heard = [];
let wake = () => {};
const hear = (what) => {
    heard.push(what);
    wake();
};
const until = async (text, fits) => {
    for (;;) {
        const found = heard.filter(fits);
        if (found.length > 0) return found;
        await new Promise((resolve, reject) => {
            const timer = setTimeout(() => reject(new Error(`never heard: ${text}, but ${JSON.stringify(heard)}`)), 10_000);
            wake = () => {
                clearTimeout(timer);
                resolve();
            };
        });
    }
};

const main = async () => {
    const sdk = LivechatClientImpl.create(process.argv[2], { retryCount: 5, retryTime: 50 });
    await sdk.connection.connect();
    await sdk.grantVisitor({ visitor: { token: 'token-of-ann', name: 'Ann', email: 'ann@example.com' } });
    check((await sdk.config({ token: 'token-of-ann' })).guest.name === 'Ann', 'the config knows the visitor');

    const room = await sdk.room();
    sdk.onMessage((message) => hear(message));
    await sdk.subscribeRoom(room._id);
    const agents = [];
    sdk.onAgentChange(room._id, (agent) => agents.push(agent));
    await sdk.sendMessage({ rid: room._id, msg: 'Hello' });
    const isAnswer = (text) => (message) => message.msg === text && message.u.name === 'Echo';
    await until('the first answer', isAnswer('Hello'));
    check(heard.filter((message) => message.msg === 'Hello').length === 2, 'the visitor hears both, each once');
    check(heard[0].ts.$date > 0, 'moments come as dates');
    await sdk.notifyVisitorActivity(room._id, 'guest-1', ['user-typing']);
    await sdk.notifyVisitorActivity(room._id, 'guest-1', []);

    // The connection breaks, and comes back by itself, with all that it read.
    const back = new Promise((resolve) => sdk.connection.once('connected', resolve));
    sdk.connection.ws.close();
    await back;
    // What was asked on a connection is answered in order: when this is, the subscriptions are there again.
    await sdk.notifyVisitorActivity(room._id, 'guest-1', []);
    await sdk.sendMessage({ rid: room._id, msg: 'Still there?' });
    await until('the second answer', isAnswer('Still there?'));

    await sdk.closeChat({ rid: room._id });
    await until('the end', (message) => message.t === 'livechat-close');
    const history = await sdk.loadMessages(room._id);
    check(history.some((message) => message.t === 'livechat-close'), 'the history has the end');
    check((await sdk.config({ token: 'token-of-ann' })).room === undefined, 'the config has no room any more');
    console.log('done');
    process.exit(0);
};

main().catch((error) => {
    console.error(error);
    process.exit(1);
});
