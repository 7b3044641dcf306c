//! What servers do, and nobody would guess.

use super::Quirk;

pub(super) const QUIRKS: &[Quirk] = &[
    Quirk {
        name: "headers-that-pages-may-read",
        operations: &[],
        documented: "Nothing.",
        served: "No `access-control-expose-headers`: a page of another origin reads neither `X-RateLimit-Reset` nor any other \
                 header of that kind.",
        mock: "Lets pages of other origins read the limits and the mock's own headers, since that is where hints are.",
    },
    Quirk {
        name: "avatars-and-sounds",
        operations: &["GetConfig"],
        documented: "Nothing.",
        served: "`/avatar/NAME` is the picture of a user or a room, drawn from the name where nobody has set one; `/sounds` has \
                 the application's files.",
        mock: "Draws an initial for any name, and has one sound under every name.",
    },
    Quirk {
        name: "missing-visitor-of-0.70",
        operations: &["GetVisitor"],
        documented: "Nothing about unknown tokens.",
        served: "400 `[invalid-token]`; servers of the 0.70 line answer 200 without a visitor.",
        mock: "Answers 400. The SDK reads the old answer as the same error.",
    },
    Quirk {
        name: "found-by-phone-or-email",
        operations: &["RegisterVisitor"],
        documented: "Registering a visitor.",
        served: "The visitor who has the token is updated; else the one who has the phone number, who keeps the old token; \
                 else the one who has the e-mail address, whose token is replaced. Only then is one made.",
        mock: "Does as servers do: an application has to use the token of the answer.",
    },
    Quirk {
        name: "id-of-a-new-visitor",
        operations: &["RegisterVisitor"],
        documented: "Nothing.",
        served: "Whoever registers a new visitor may choose the `id`. What happens if another visitor has it is not known.",
        mock: "Takes it, and draws one if it is another's: nobody takes over a visitor so.",
    },
    Quirk {
        name: "custom-fields-lost-by-phone",
        operations: &["RegisterVisitor"],
        documented: "Nothing.",
        served: "If the visitor is found by phone number, 7 writes the custom fields by the token that was sent, which is \
                 nobody's: they are lost. 8 writes them.",
        mock: "Does either, by version.",
    },
    Quirk {
        name: "unknown-custom-fields",
        operations: &["RegisterVisitor"],
        documented: "Custom fields are stored.",
        served: "Only those that the workspace defines for visitors; others are left out silently. 0.70 refused \
                 them with `invalid-custom-field`.",
        mock: "Does as servers since then do. `World::documented` defines `address`, so that the example works.",
    },
    Quirk {
        name: "email-is-not-checked",
        operations: &["RegisterVisitor"],
        documented: "Nothing.",
        served: "7 refuses what does not look like an address with `error-invalid-email`; 8 checks it and ignores the \
                 result.",
        mock: "Does either, by version.",
    },
    Quirk {
        name: "two-wordings-for-a-department",
        operations: &["RegisterVisitor"],
        documented: "Nothing.",
        served: "An unknown department is `The provided department is invalid [error-invalid-department]` for 7 and the \
                 bare `error-invalid-department` for 8.",
        mock: "Does either, by version; the code is the same.",
    },
    Quirk {
        name: "first-guest-is-the-second",
        operations: &["RegisterVisitor"],
        documented: "`guest-7`, `guest-4`, `guest-2`.",
        served: "The counter starts at 1 and is raised before it is used: the first guest of a fresh server is `guest-2`.",
        mock: "Does as servers do.",
    },
    Quirk {
        name: "room-only-decides-about-access",
        operations: &["ListChatHistory"],
        documented: "The history of a room and a visitor.",
        served: "All rooms of the visitor, whatever room is named; the room only decides whether the caller may see them, \
                 and an unknown visitor has an empty list.",
        mock: "Does as servers do.",
    },
    Quirk {
        name: "counts-are-lowered",
        operations: &["ListPagesVisited", "ListChatHistory"],
        documented: "Nothing.",
        served: "A `count` above 100 becomes 100 silently; 0 asks for all, where the workspace allows it.",
        mock: "Does as servers do, and 0 asks for all.",
    },
    Quirk {
        name: "null-is-a-wrong-type",
        operations: &["RegisterVisitor"],
        documented: "Nothing.",
        served: "`null` for what may be left out is refused: `Expected string, got null in field visitor.name`.",
        mock: "Does as servers do. The SDK leaves out what is not set.",
    },
    Quirk {
        name: "three-styles-of-validation",
        operations: &[],
        documented: "The OpenAPI description has `Match error: …` for registering and `… [invalid-params]` elsewhere.",
        served: "Newest servers drop the bracketed code from the text for routes that moved to the new router, \
                 `page.visited` among them; `errorType` stays.",
        mock: "Does each, by route and version.",
    },
    Quirk {
        name: "head-of-7",
        operations: &[],
        documented: "Nothing.",
        served: "8 answers `HEAD` wherever it answers `GET`. From which release of 7 on is not known.",
        mock: "Does so from 7.13.",
    },
    Quirk {
        name: "preflights-of-7",
        operations: &[],
        documented: "Nothing.",
        served: "8 refuses a preflight from an origin that is not on the list. Old servers send the setting as it is, even a list.",
        mock: "7.0 sends back an origin that is on the list, and to others answers 200 without a header.",
    },
    Quirk {
        name: "order-of-checks",
        operations: &[],
        documented: "Nothing.",
        served: "7 looks at the arguments before the permission, 8 after: the same wrong call is 400 for one and 403 for \
                 the other.",
        mock: "Does either, by version.",
    },
    Quirk {
        name: "not-logged-in-wording",
        operations: &["LogOut", "GetMe", "GetVisitorInfo", "ListPagesVisited", "ListChatHistory"],
        documented: "The OpenAPI description has `status` and `message`.",
        served: "Those two up to 7.0; later `success` and `error` as well, with the same sentence twice. Before 8 the \
                 answer is held back for half a second or more.",
        mock: "Words it by version, and never holds it back: a test gains nothing by waiting.",
    },
    Quirk {
        name: "no-permission-of-old",
        operations: &["GetVisitorInfo", "ListPagesVisited", "ListChatHistory"],
        documented: "The OpenAPI description has 403 and a sentence with `[error-unauthorized]`.",
        served: "So it is; up to about 4.7 it was 400 `error-not-authorized`.",
        mock: "Answers 403. The SDK reads both.",
    },
    Quirk {
        name: "rate-limit-in-a-sentence",
        operations: &[],
        documented: "Nothing.",
        served: "429 without `Retry-After`: the seconds are in the text, and `X-RateLimit-Reset` has the moment in \
                 milliseconds. All addresses share a route's moment.",
        mock: "Does as servers do. The SDK reads both.",
    },
    Quirk {
        name: "deprecations",
        operations: &["DeleteCannedResponse", "TransferRoom", "ListRooms"],
        documented: "Nothing.",
        served: "Headers `x-deprecation-type`, `-message` and `-version` call routes and arguments deprecated. Which texts they \
                 have, and for which errors they are sent, is not established.",
        mock: "Sends them with all that is let in: for `canned-responses` with the id in the body from 7.13 on, and in 7 for \
               `room.transfer` and for `query` and `fields` of lists. All of it is to be gone with 8.0.0. The SDK reads them \
               with `RawResponse::deprecation`, and warns.",
    },
    Quirk {
        name: "error-is-a-number",
        operations: &["LogIn"],
        documented: "Nothing.",
        served: "A wrong password is 401 with `error` 403, a number, and the words in `message`.",
        mock: "Does as servers do. The SDK's code is `403`.",
    },
    Quirk {
        name: "logins-without-success",
        operations: &["LogIn", "LogOut"],
        documented: "`status` and `data`.",
        served: "`success` came late in the 7 line for logging in.",
        mock: "Answers it as 8.4 and later. The SDK fills it in where it is missing.",
    },
    Quirk {
        name: "typing-errors",
        operations: &[],
        documented: "Nothing.",
        served: "`TOTP Maximun Failed Attempts Reached` and, up to 7, `Internal error occured`.",
        mock: "Its examples keep them to the letter: clients compare texts.",
    },
];
