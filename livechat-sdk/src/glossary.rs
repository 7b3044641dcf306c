#![doc = include_str!("glossary.md")]

#[cfg(test)]
mod tests {
    use std::{collections::BTreeSet, fs, path::Path};

    /// A wire name and the field's name in Rust.
    type Pair = (String, String);

    /// The rows of the table under `# Fields`.
    fn documented() -> BTreeSet<Pair> {
        let fields = include_str!("glossary.md").split("\n# ").nth(1).unwrap();
        let cell = |text: &str| text.trim().strip_prefix('`')?.strip_suffix('`').map(str::to_owned);
        fields
            .lines()
            .filter_map(|line| {
                let mut cells = line.strip_prefix('|')?.split('|');
                Some((cell(cells.next()?)?, cell(cells.next()?)?))
            })
            .collect()
    }

    /// Calls `see` with the name and the type of each public field in the crate's source, and what serde renames it to.
    fn each_field(folder: &Path, see: &mut impl FnMut(&str, &str, Option<&str>)) {
        for entry in fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                each_field(&path, see);
                continue;
            }
            let source = fs::read_to_string(&path).unwrap();
            let mut rename = None;
            for line in source.lines().map(str::trim) {
                if let Some((_, rest)) = line.split_once("rename = \"") {
                    rename = rest.split('"').next();
                } else if let Some((name, ty)) = line.strip_prefix("pub ").and_then(|line| line.split_once(": "))
                    && name.chars().all(|letter| letter.is_ascii_lowercase() || letter == '_')
                {
                    see(name, ty, rename.take());
                } else if line.ends_with('{') || line == "}" {
                    rename = None;
                }
            }
        }
    }

    fn each_public_field(see: &mut impl FnMut(&str, &str, Option<&str>)) {
        each_field(&Path::new(env!("CARGO_MANIFEST_DIR")).join("src"), see);
    }

    fn snake_case(wire: &str) -> String {
        let mut name = String::new();
        for letter in wire.chars() {
            if letter.is_ascii_uppercase() {
                name.push('_');
            }
            name.push(letter.to_ascii_lowercase());
        }
        name
    }

    #[test]
    fn the_table_has_the_fields_whose_names_differ_from_the_wires_and_no_others() {
        let mut renamed = BTreeSet::new();
        each_public_field(&mut |name, _, rename| {
            let wire = rename.filter(|wire| snake_case(wire) != name);
            renamed.extend(wire.map(|wire| (wire.to_owned(), name.to_owned())));
        });
        assert!(renamed.len() > 40, "{renamed:?}");
        assert_eq!(documented(), renamed);
    }

    #[test]
    fn a_wire_name_that_the_table_replaces_is_no_fields_name() {
        let replaced: BTreeSet<_> = documented().into_iter().map(|(wire, _)| snake_case(&wire)).collect();
        each_public_field(&mut |name, _, _| {
            assert!(
                matches!(name, "phone" | "email") || !replaced.contains(name),
                "`{name}` is a wire name: see glossary.md"
            );
        });
    }

    #[test]
    fn a_point_in_time_is_called_so() {
        let mut seen = 0;
        each_public_field(&mut |name, ty, _| {
            if ty.contains("Timestamp") {
                seen += 1;
                assert!(name.ends_with("_at") || matches!(name, "start" | "end"), "`{name}` is a `{ty}`");
            }
        });
        assert!(seen > 40, "{seen}");
    }
}
