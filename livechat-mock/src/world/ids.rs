//! Ids and tokens, drawn from a seed.

use fastrand::Rng;

/// The alphabet of the server's short ids: no letters that look like others.
const UNAMBIGUOUS: &[u8] = b"23456789ABCDEFGHJKLMNPQRSTWXYZabcdefghijkmnopqrstuvwxyz";
const HEX: &[u8] = b"0123456789abcdef";
const URL_SAFE: &[u8] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";

/// Where ids come from. The same seed gives the same ones, in the same order.
///
/// Each kind has a source of its own, so that a login, say, does not change which ids visitors get.
#[derive(Clone, Debug)]
pub(crate) struct Ids {
    short: Rng,
    hex: Rng,
    token: Rng,
}

impl Ids {
    pub(crate) fn new(seed: u64) -> Self {
        let mut seeds = Rng::with_seed(seed);
        let mut source = || Rng::with_seed(seeds.u64(..));
        Self { short: source(), hex: source(), token: source() }
    }

    /// Those that go on from where others were, by [`seeds`](Self::seeds).
    pub(super) fn continued([short, hex, token]: [u64; 3]) -> Self {
        let [short, hex, token] = [short, hex, token].map(Rng::with_seed);
        Self { short, hex, token }
    }

    /// What is to come.
    pub(super) fn seeds(&self) -> [u64; 3] {
        [&self.short, &self.hex, &self.token].map(Rng::get_seed)
    }

    /// 17 unambiguous characters: rooms, users, messages of people.
    pub(crate) fn short(&mut self) -> String {
        draw(&mut self.short, 17, UNAMBIGUOUS)
    }

    /// 24 hexadecimal digits: visitors, system messages.
    pub(crate) fn hex(&mut self) -> String {
        draw(&mut self.hex, 24, HEX)
    }

    /// 43 characters: a login's token.
    pub(crate) fn token(&mut self) -> String {
        draw(&mut self.token, 43, URL_SAFE)
    }
}

fn draw(source: &mut Rng, length: usize, alphabet: &[u8]) -> String {
    (0..length).map(|_| char::from(alphabet[source.usize(..alphabet.len())])).collect()
}
