use crate::{
    fixtures::{Exceptions, assert_none, differences, fixtures},
    operations::operations,
};

#[test]
fn an_answer_example_goes_through_the_sdk_unchanged() {
    let mut exceptions = Exceptions::new(&[
        ("LogIn", "/success", "logins-without-success"),
        ("LogOut", "/success", "logins-without-success"),
    ]);
    let mut failures = Vec::new();
    for operation in operations() {
        for fixture in fixtures(&operation.folder()).iter().filter(|fixture| fixture.is_answer()) {
            let file = format!("{}/{}.json", operation.folder(), fixture.name);
            match operation.reread(&fixture.text) {
                Err(error) => failures.push(format!("{file}: {error}")),
                Ok(found) => {
                    for (at, what) in differences(&fixture.json(), &found) {
                        if !exceptions.has(operation.name, &at) {
                            failures.push(format!("{file}: {at}: {what}"));
                        }
                    }
                }
            }
        }
    }
    assert_none(&failures);
    exceptions.assert_all_used();
}
