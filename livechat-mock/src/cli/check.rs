//! `livechat-mock check`: whether a server still responds as is known.

use std::{fs, path::Path};

use livechat_mock::check::{Baseline, Check, CheckError, Outcome, Report};
use livechat_sdk::{BuildError, Client};

use super::{Error, options::CheckOptions, print};

/// What a check came to.
pub(super) enum Verdict {
    /// Nothing differs.
    Same,
    /// Something does.
    Differs,
}

pub(super) async fn run(options: &CheckOptions) -> Result<Verdict, Error> {
    let mut check = Check::new();
    for name in &options.operations {
        check = check.only(name).map_err(Error::Check)?;
    }
    if options.responses_only {
        check = check.responses_only();
    }
    // Before the calls, which take their time.
    let baseline = options.baseline.as_deref().map(read_baseline).transpose()?;
    let mut report = match (&options.openapi, &options.har) {
        (Some(file), _) => of_file(file, |text| check.read_openapi(text))?,
        (None, Some(file)) => of_file(file, |text| check.read_har(text))?,
        (None, None) => check.run(&client(options)?).await.map_err(Error::Check)?,
    };
    if let Some(baseline) = &baseline {
        report.compare(baseline);
    }
    if let Some(file) = &options.write_baseline {
        let failed = |source| Error::CheckFile { file: file.clone(), source };
        fs::write(file, format!("{}\n", Baseline::of(&report))).map_err(failed)?;
    }
    print(&if options.json { json(&report)? } else { report.to_string() })?;
    verdict(&report)
}

fn client(options: &CheckOptions) -> Result<Client, Error> {
    options.client().map_err(|error| match error {
        BuildError::NoTls => Error::NoTls,
        error => Error::CheckClient(error),
    })
}

fn verdict(report: &Report) -> Result<Verdict, Error> {
    if report.differences().count() > 0 {
        return Ok(Verdict::Differs);
    }
    match report.count(Outcome::Failed) {
        0 if report.count(Outcome::Ok) == 0 => Err(Error::NothingChecked),
        0 => Ok(Verdict::Same),
        failed => Err(Error::CheckFailed { failed }),
    }
}

fn json(report: &Report) -> Result<String, Error> {
    let json = serde_json::to_string_pretty(report).map_err(|error| Error::Output(error.into()))?;
    Ok(json + "\n")
}

fn read_baseline(file: &Path) -> Result<Baseline, Error> {
    of_file(file, str::parse)
}

/// What a file says.
fn of_file<T>(file: &Path, read: impl FnOnce(&str) -> Result<T, CheckError>) -> Result<T, Error> {
    let text = fs::read_to_string(file).map_err(|source| Error::CheckFile { file: file.to_owned(), source })?;
    read(&text).map_err(|source| Error::Checked { file: file.to_owned(), source })
}
