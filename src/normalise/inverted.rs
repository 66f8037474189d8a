//! Questions whose favourable answer may be a no: "Do you share passwords?", "Have you had incidents?"
//!
//! A yes to such a question is no implementation. Whether a question is one cannot be told for certain
//! from its words, so none is turned round here: its answer is left out of the figures and told, unless
//! the questionnaire itself says in a column which answer is the favourable one.

use crate::recognise::fold;

/// Openings that ask whether something has happened, folded, in eight languages.
const HAPPENED: &[&str] = &[
    "have you had|have you experienced|have you suffered|have you ever|has there been|have there been|were there",
    "was there|did you have|did you experience|did you suffer|has your organisation had|has your organization had",
    "hat es|gab es|kam es|hatten sie",
    "avez-vous subi|avez-vous eu|avez-vous connu|avez-vous deja|y a-t-il eu",
    "waren er|was er|zijn er in|heeft u in|heeft er",
    "ha habido|han habido|hubo|ha sufrido|han sufrido|ha tenido|han tenido|se han producido",
    "houve|sofreu|sofreram|teve|tiveram|ocorreram|ja houve",
    "ci sono stati|ci sono state|c'e stato|c'e stata|avete subito|avete avuto|si sono verificati",
    "czy doszlo|czy w ostatnim|czy w ostatnich|czy w ciagu|czy mialy miejsce|czy mial miejsce|czy wystapil",
    "czy wystapily|czy odnotowano|czy mieliscie|czy kiedykolwiek|czy byly|czy byl",
];

/// Openings that ask whether something exists, folded.
const EXISTS: &[&str] = &[
    "are there|is there|do you have any|do any|does any|are any|is any|were any|has any|have any|how many",
    "gibt es|sind|ist es|bestehen|existieren|haben sie",
    "y a-t-il|existe-t-il|avez-vous des",
    "zijn er|is er|bestaan er|heeft u|hebben jullie",
    "hay|existen|existe|tienen|tiene",
    "ha|existem|existe|tem",
    "ci sono|esistono|avete",
    "czy sa|czy istnieja|czy macie|czy posiadacie|ile",
];

/// What nobody wants to have or to have had, as the beginnings of words, folded.
const UNWANTED: &[&str] = &[
    "incident breach intrusion violation vulnerabilit weakness unpatched unsupported outdated end-of-life \
     obsolete unencrypted unmanaged unauthorised unauthorized unapproved uncontrolled gap deficienc outage \
     fine penalt sanction complaint lawsuit litigation infection compromis overdue exception default",
    "vorfall vorfaell vorfall datenpanne schwachstelle sicherheitsluck lucke veraltet ungepatcht unverschlusselt \
     ungesichert verstoss verstosse bussgeld beschwerde klage ausfall ausfall storung infektion kompromitt \
     uberfallig abweichung mangel",
    "incident violation fuite vulnerabilit faille obsolet non-chiffre lacune panne amende plainte litige infection \
     compromis retard ecart intrusion derogation",
    "incident datalek inbreuk kwetsbaarhe verouderd onversleuteld boete klacht storing uitval besmetting achterstall \
     afwijking lek",
    "incidente brecha violacion vulnerabilidad obsolet sin-cifrar multa queja reclamacion fallo interrupcion \
     infeccion vencid desviacion intrusion",
    "incidente violacao vulnerabilidade obsolet multa queixa reclamacao falha interrupcao infecao vencid desvio \
     intrusao",
    "incident violazion vulnerabilit obsolet multa reclam guast interruzion infezion scadut scostament intrusion",
    "incydent naruszen wyciek podatnosc przestarzal nieszyfrowan niezaszyfrowan niewspieran kary skarg awari infekcj \
     zaleglosc odstepstw niezgodnosc wlaman",
];

/// What is bad practice when it is done, as whole phrases, folded.
const BAD_PRACTICE: &[&str] = &[
    "share passwords|shared passwords|share accounts|shared accounts|share credentials|shared credentials",
    "share their password|share their passwords|passwords shared|accounts shared|generic accounts|default passwords",
    "default credentials|reuse passwords|local admin rights|local administrator rights|write down passwords",
    "in plain text|in clear text|without encryption|without authentication|without approval|without backup",
    "passworter geteilt|passworter gemeinsam|kennworter geteilt|gemeinsame passworter|gemeinsam genutzte konten",
    "gemeinsame konten|sammelkonten|sammelaccounts|standardpassworter|im klartext|unverschlusselt|lokale adminrechte",
    "lokale administratorrechte",
    "mots de passe partages|partagez-vous|comptes partages|comptes generiques|mots de passe par defaut|en clair",
    "sont-ils partages",
    "wachtwoorden gedeeld|deelt u wachtwoorden|gedeelde accounts|standaardwachtwoorden|onversleuteld",
    "comparten contrasenas|contrasenas compartidas|cuentas compartidas|cuentas genericas|contrasenas por defecto",
    "texto plano|sin cifrar|se comparten",
    "compartilham senhas|senhas compartilhadas|senhas partilhadas|contas partilhadas|contas compartilhadas",
    "contas genericas|senhas padrao|texto simples|sem criptografia|sao partilhadas|sao compartilhadas",
    "condividete le password|password condivise|account condivisi|utenze condivise|password predefinite|in chiaro",
    "vengono condivise",
    "hasla sa wspoldzielone|wspoldzielone hasla|wspolne hasla|wspoldzielone konta|wspolne konta|domyslne hasla",
    "otwartym tekstem|bez szyfrowania|bez uwierzytelniania",
];

/// Openings that deny what a good answer would say, folded.
const DENIED: &[&str] = &[
    "is there no|are there no|do you not|is it not|are there any systems without|do you lack|is there a lack",
    "fehlt|fehlen|mangelt es",
    "manque-t-il|ontbreekt|ontbreken|falta|faltan|manca|mancano|czy brakuje|czy brak",
];

/// Words of a question about how the unwanted is dealt with: a yes to it is favourable.
const DEALT_WITH: &[&str] = &[
    "process procedur policy policies program programme plan register record recorded log logged track tracked report reported \
     reporting report manage managed management handle handled handling respond response detect detected detection \
     prevent prevented prevention prohibit prohibited forbid forbidden remediate remediated remediation fix fixed \
     assess assessed scan scanned review reviewed monitor monitored document documented ensure ensured avoid \
     avoided protect protected restrict restricted identify identified resolve resolved analyse analysed analyze \
     analyzed investigate investigated learn tool tools team training contact insurance disabled changed removed \
     controls control measures mechanism mechanisms approach defined established communicate notify escalate",
    "prozess verfahren richtlinie plan register erfasst dokumentiert gemeldet meldung melden behandelt behandlung \
     behandeln erkannt erkennung erkennen verhindert verhindern verboten untersagt behoben beheben bewertet geprueft \
     gepruft uberwacht uberwachung sichergestellt vermieden geschutzt schutz team werkzeug massnahmen regelung \
     vorgehen analysiert untersucht geregelt ablauf meldeweg geandert deaktiviert festgelegt definiert",
    "processus procedure politique plan registre consignes signales signaler signalement geres gestion gerer traites \
     traitement traiter detectes detection detecter empeches interdit interdits corriges corriger evalues surveilles \
     analyses documentes equipe outil mesures prevenir dispositif desactives",
    "proces procedure beleid plan register geregistreerd gemeld melden behandeld behandeling afgehandeld gedetecteerd \
     detectie voorkomen verboden verholpen beoordeeld bewaakt geanalyseerd gedocumenteerd team maatregelen",
    "proceso procedimiento politica plan registro registran notifican notificar gestionan gestion gestionar tratan \
     tratamiento detectan deteccion previenen prohibido corrigen evaluan supervisan analizan documentan equipo medidas",
    "processo procedimento politica plano registo registro registados registrados notificados gerem gestao gerir \
     tratados tratamento detetados deteccao prevenir proibido corrigidas corrigidos avaliados monitorizados equipa \
     equipe medidas",
    "processo procedura politica piano registro registrati segnalati gestiti gestione gestire trattati trattamento \
     rilevati rilevamento prevenire vietato corrette corretti valutati monitorati analizzati documentati squadra misure",
    "proces procedur polityk plan planow rejestr rejestrowan zglaszan zglaszaj zarzadzan obslug obslugiwan reagowan \
     wykrywan zapobieg zabronion zakazan usuwan naprawian oceniane oceniany monitorowan dokumentowan zespol srodki \
     srodkow zasady zmieniane wylaczan chronion analizowan kontrol mechanizm",
];

/// From so many letters on, a word in the lists stands for its longer forms too.
const STEM: usize = 5;

/// Whether a yes to the question may be the unfavourable answer.
pub(super) fn is_inverted(question: &str) -> bool {
    let folded = fold(&question.replace('’', "'"));
    let phrase = |lists: &[&str]| {
        let starts = word_starts(&folded);
        lists.iter().flat_map(|list| list.split('|')).any(|phrase| stands_at(&starts, phrase))
    };
    let opens = |lists: &[&str]| {
        let mut phrases = lists.iter().flat_map(|list| list.split('|'));
        let start = folded.trim_start_matches('¿');
        phrases.any(|phrase| stands_at(&[start], phrase))
    };
    let words: Vec<&str> =
        folded.split(|character: char| !(character.is_alphanumeric() || character == '-')).collect();
    let listed = |lists: &[&str], fits: fn(&str, &str) -> bool| {
        words
            .iter()
            .any(|word| lists.iter().flat_map(|list| list.split_whitespace()).any(|known| fits(word, known)))
    };
    if opens(DENIED) {
        return true;
    }
    // The openings are few and the words many, so words are compared where an opening asks for it.
    // What has happened is no better for having been reported.
    let unwanted = || listed(UNWANTED, |word, known| word.starts_with(known));
    if opens(HAPPENED) && unwanted() {
        return true;
    }
    let dealt_with = || {
        listed(DEALT_WITH, |word, known| word == known || (known.len() >= STEM && word.starts_with(known)))
    };
    (phrase(BAD_PRACTICE) || (opens(EXISTS) && unwanted())) && !dealt_with()
}

/// A text from each place on at which a word can begin.
fn word_starts(text: &str) -> Vec<&str> {
    let mut inside = false;
    let starts = text.char_indices().filter_map(|(place, character)| {
        let begins = !inside;
        inside = character.is_alphanumeric();
        begins.then(|| text.get(place..)).flatten()
    });
    starts.collect()
}

/// Whether a phrase stands at one of some places as whole words.
fn stands_at(starts: &[&str], phrase: &str) -> bool {
    let first = phrase.as_bytes().first();
    starts
        .iter()
        .filter(|rest| rest.as_bytes().first() == first)
        .filter_map(|rest| rest.strip_prefix(phrase))
        .any(|after| !after.starts_with(char::is_alphanumeric))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn questions_that_a_good_organisation_denies_are_found() {
        for question in [
            "Do you share passwords?",
            "Are shared accounts used for administration?",
            "Are there any unpatched systems?",
            "Have you had a security breach in the last 12 months?",
            "Are there any open critical vulnerabilities?",
            "Do users have local admin rights?",
            "Are any systems end-of-life?",
            "Are default passwords in use?",
            "Is customer data ever stored in plain text?",
            "Hat es in den letzten 12 Monaten Vorfälle gegeben?",
            "Gab es im letzten Jahr Datenpannen?",
            "Gibt es veraltete Systeme?",
            "Werden Passwörter geteilt?",
            "Fehlt eine Richtlinie?",
            "Avez-vous subi un incident de sécurité ?",
            "Y a-t-il des systèmes obsolètes ?",
            "Les mots de passe sont-ils partagés ?",
            "Zijn er datalekken geweest?",
            "¿Ha habido incidentes en el último año?",
            "¿Existen sistemas obsoletos?",
            "Houve incidentes nos últimos 12 meses?",
            "Ci sono stati incidenti nell'ultimo anno?",
            "Have you had any incidents that were reported to a regulator?",
            "Czy w ostatnim roku doszło do naruszenia bezpieczeństwa?",
            "Czy są systemy z niezałatanymi podatnościami?",
            "Czy hasła są współdzielone?",
        ] {
            assert!(is_inverted(question), "{question}");
        }
    }

    #[test]
    fn questions_about_how_the_unwanted_is_dealt_with_are_not() {
        for question in [
            "Are passwords encrypted?",
            "Are there procedures for security incidents?",
            "Is there a process for handling vulnerabilities?",
            "Are security incidents reported to management?",
            "Have you established an incident response plan?",
            "Is sharing of passwords prohibited?",
            "Are default passwords changed before use?",
            "Are there controls to prevent data breaches?",
            "Do you have a disaster recovery plan?",
            "Are backups tested?",
            "Gibt es einen Prozess für Sicherheitsvorfälle?",
            "Gibt es ein Verfahren zur Behandlung von Schwachstellen?",
            "Haben Sie einen Notfallplan?",
            "Werden Vorfälle dokumentiert?",
            "Existe-t-il une procédure de gestion des incidents ?",
            "Les incidents sont-ils signalés ?",
            "Is er een procedure voor datalekken?",
            "¿Existe un procedimiento para incidentes?",
            "Existe um plano de resposta a incidentes?",
            "Esiste una procedura per gli incidenti?",
            "Is the fire alarm tested?",
            "Czy istnieje procedura obsługi incydentów?",
            "Czy są procedury zgłaszania incydentów?",
            "Czy posiadacie plan reagowania na incydenty?",
            "Czy kopie zapasowe są testowane?",
        ] {
            assert!(!is_inverted(question), "{question}");
        }
    }
}
