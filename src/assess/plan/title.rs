//! The names of work packages in words.

/// The work package that confirms what a running 27001 system covers; it is none of the catalogue.
pub(super) const CONFIRMATION: &str = "confirmation-of-the-running-isms";

/// Words of work packages that are written in capitals.
const ABBREVIATIONS: [(&str, &str); 4] = [("ai", "AI"), ("aims", "AIMS"), ("isms", "ISMS"), ("soa", "SoA")];

/// The name of a work package as a title: `ai-policy-review` is `AI policy review`.
pub(super) fn title(work_package: &str) -> String {
    let words: Vec<String> = work_package
        .split('-')
        .enumerate()
        .map(|(index, word)| {
            let abbreviation = ABBREVIATIONS.iter().find(|(plain, _)| *plain == word);
            match (abbreviation, index) {
                (Some((_, written)), _) => (*written).to_owned(),
                (None, 0) => capitalised(word),
                (None, _) => word.to_owned(),
            }
        })
        .collect();
    words.join(" ")
}

fn capitalised(word: &str) -> String {
    let mut characters = word.chars();
    characters.next().map(|first| first.to_uppercase().chain(characters).collect()).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn titles_are_the_names_of_work_packages_in_words() {
        assert_eq!(title("ai-policy-review"), "AI policy review");
        assert_eq!(title("risk-treatment-plan-and-soa"), "Risk treatment plan and SoA");
        assert_eq!(title("backup"), "Backup");
        assert_eq!(title(CONFIRMATION), "Confirmation of the running ISMS");
    }
}
