use livechat_mock::Engine;
use livechat_sdk::Timestamp;

use crate::{
    fixtures::{assert_none, differences, fixtures},
    operations::operations,
};

#[test]
fn replay_answers_every_request_example_with_the_answer_example() {
    let mut failures = Vec::new();
    let mut engine = Engine::replay();
    for operation in operations() {
        let fixtures = fixtures(&operation.folder());
        let example = fixtures.iter().find(|fixture| fixture.name == "200").unwrap().json();
        for request in fixtures.iter().filter(|fixture| fixture.is_request()) {
            for route in operation.meta.routes() {
                let file = format!("{}/{}.json at {}", operation.folder(), request.name, route.template());
                let request = operation.request(&request.json(), route).unwrap();
                let reply = engine.handle(&request, [127, 0, 0, 1].into(), Timestamp::from_millis(0));
                if reply.template != Some(route.template()) {
                    failures.push(format!("{file} was taken for {:?}", reply.template));
                }
                let text = std::str::from_utf8(reply.response.body()).unwrap();
                if reply.response.status() != 200 || !differences(&example, &operation.answer(text)).is_empty() {
                    failures.push(format!("{file} was answered {:?}", reply.response));
                }
            }
        }
    }
    assert_none(&failures);
}
