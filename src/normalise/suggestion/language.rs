//! In which language a question is written, by the small words that every sentence has.

/// A column of `question-terms.csv`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(super) enum Language {
    English,
    German,
    French,
    Dutch,
    Spanish,
    Portuguese,
    Italian,
    Polish,
}

impl Language {
    /// All of them, in the order of the columns.
    pub(super) const ALL: [Language; 8] = [
        Language::English,
        Language::German,
        Language::French,
        Language::Dutch,
        Language::Spanish,
        Language::Portuguese,
        Language::Italian,
        Language::Polish,
    ];

    /// Whether words are joined to longer ones, so that a term may stand inside a word.
    pub(super) fn joins_words(self) -> bool {
        matches!(self, Language::German | Language::Dutch)
    }

    /// Words that carry no topic, folded.
    fn small_words(self) -> &'static str {
        match self {
            Language::English => {
                "a an the of for to in on at by from with without is are was were be been being do does did \
                 has have had can could may might must shall should will would and or not no any all each every \
                 how what which when where who whom whose why if whether there this that these those it its \
                 your you yours we our us they their them he she his her as than then also please describe \
                 explain state provide organisation organization company place used use using ensure ensured \
                 within into through such other about regularly documented process processes procedure procedures"
            }
            Language::German => {
                "der die das den dem des ein eine einen einem einer eines und oder nicht kein keine ist sind \
                 war waren wird werden wurde wurden hat haben gibt es sie ihre ihren ihrem ihr wir unser unsere \
                 von vom zu zum zur mit ohne fur bei im in am an auf aus nach uber unter durch ob wie was welche \
                 welcher welches wann wer wo alle jeder jede auch als bitte beschreiben erlautern unternehmen \
                 organisation regelmassig dokumentiert verfahren prozess vorhanden jahrlich mitarbeitende mitarbeitenden mitarbeiter"
            }
            Language::French => {
                "le la les l un une des du de d et ou ne pas est sont etait etre a ont avez vous votre vos nous \
                 notre nos ils elles il elle on y t qui que quoi quel quelle quels quelles comment quand ou si \
                 pour par avec sans dans en au aux sur sous entre tous toutes chaque disposez existe existent \
                 veuillez decrire organisation entreprise regulierement documente documentee processus procedure \
                 ce cette ces leur leurs"
            }
            Language::Dutch => {
                "de het een en of niet geen is zijn was waren wordt worden werd heeft hebben er u uw jullie \
                 wij we ons onze van voor met zonder bij in op aan uit naar over onder door hoe wat welke wanneer \
                 wie waar alle elke ook jaarlijks medewerkers als organisatie bedrijf regelmatig gedocumenteerd proces procedure dat die \
                 deze dit beschrijf"
            }
            Language::Spanish => {
                "el la los las un una unos unas de del y o no es son era ser ha han hay existe existen se su sus \
                 ustedes nuestra nuestro que quien cual cuales como cuando donde si para por con sin en al a sobre \
                 entre todos todas cada dispone disponen cuenta cuentan organizacion empresa regularmente \
                 periodicamente documentado proceso procedimiento este esta estos estas lo le"
            }
            Language::Portuguese => {
                "o a os as um uma uns umas de do da dos das e ou nao sao era ser tem ha existe existem se seu sua \
                 seus suas que quem qual quais como quando onde para por com sem em no na nos nas ao aos sobre \
                 entre todos todas cada possui possuem dispoe organizacao empresa regularmente periodicamente \
                 documentado processo procedimento este esta voces"
            }
            Language::Italian => {
                "il lo la i gli le l un uno una di del dello della dei degli delle e o non sono era essere ha hanno \
                 avete c ci esiste esistono si vostro vostra vostri nostro nostra che chi quale quali come quando \
                 dove se per con senza in nel nella nei nelle al alla ai alle sul sulla da dal dalla tra tutti tutte \
                 ogni organizzazione azienda regolarmente periodicamente documentato processo procedura viene vengono"
            }
            Language::Polish => {
                "czy i w we z ze na do o od po przez dla oraz lub albo nie jest sa byl byla byly byc bedzie sie ktory \
                 ktora ktore ktorych kto co jak jaki jaka jakie kiedy gdzie ile ten ta to te tego tej tych wszystkie \
                 wszyscy wszystkich kazdy kazda kazde u przy bez pod nad podczas przed po ich jego jej swoje wasz \
                 wasza wasze panstwa nasz nasza nasze ma maja macie posiada posiadaja posiadacie istnieje istnieja \
                 organizacja organizacji firma firmy firmie regularnie okresowo udokumentowany udokumentowana \
                 udokumentowane proces procesy procedura procedury prosze opisac opisz"
            }
        }
    }

    /// Whether a folded word carries no topic in this language.
    pub(super) fn is_small_word(self, word: &str) -> bool {
        self.small_words().split_whitespace().any(|small| small == word)
    }

    /// The languages that a folded text can be in: those with the most small words among its words;
    /// none where no language has any.
    pub(super) fn of(text: &str) -> Vec<Language> {
        // No other language opens a question so.
        if text.starts_with('¿') {
            return vec![Language::Spanish];
        }
        let words: Vec<&str> = words(text).collect();
        let count = |language: Language| words.iter().filter(|word| language.is_small_word(word)).count();
        let counts = Language::ALL.map(|language| (count(language), language));
        let most = counts.iter().map(|(count, _)| *count).max().unwrap_or_default();
        let best = counts.into_iter().filter(|(count, _)| *count == most && most > 0);
        best.map(|(_, language)| language).collect()
    }
}

/// The words of a folded text.
pub(super) fn words(folded: &str) -> impl Iterator<Item = &str> {
    folded.split(|character: char| !character.is_alphanumeric()).filter(|word| !word.is_empty())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_question_shows_its_language_by_its_small_words() {
        for (text, languages) in [
            ("are backups tested regularly", &[Language::English][..]),
            ("werden datensicherungen regelmassig getestet", &[Language::German]),
            ("les sauvegardes sont elles testees", &[Language::French]),
            ("worden back ups regelmatig getest", &[Language::Dutch]),
            ("se prueban las copias de seguridad", &[Language::Spanish]),
            ("¿existe un plan de continuidad", &[Language::Spanish]),
            ("as copias de seguranca sao testadas", &[Language::Portuguese]),
            ("i backup vengono testati", &[Language::Italian]),
            ("czy kopie zapasowe sa testowane", &[Language::Polish]),
            ("existe un plan", &[Language::French, Language::Spanish]),
            ("backup policy", &[]),
        ] {
            assert_eq!(Language::of(text), languages, "{text}");
        }
    }
}
