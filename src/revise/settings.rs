//! The settings of a workbook: what stands on its Parameters sheet.

use std::collections::{BTreeMap, BTreeSet};

use crate::diagnostic::Diagnostic;
use crate::diagnostic::codes::revise as codes;
use crate::model::{
    Approach, CellKey, DaysOff, Entry, ImpactTrigger, ImpactWord, ImplementationStatus, Parameters,
    PlannedStandards, RiskBand, StartingPoint, YesNo,
};
use crate::provenance::Location;
use crate::record::Previous;
use crate::record::names::{
    BAND, BANDS, CALLS_FOR_ONE, DATE, DIVISOR, EFFORTS, HIGHEST_SCORE, HOLIDAYS, IMPACT_WORDS, LAST_DAY,
    LEVEL, LEVELS, PERSON_DAYS, PERSON_DAYS_LEAST, PERSON_DAYS_MOST, REQUIRED, REQUIRED_FIELDS, SETTINGS,
    SPEAKS_FOR, TRIGGERS, VALUE, WORD,
};
use crate::record::settings::{self, NumberSetting};

/// The settings of a workbook.
#[derive(Clone, Debug, PartialEq)]
pub struct Settings {
    /// The parameters.
    pub parameters: Parameters,
    /// What could not be used.
    pub diagnostics: Vec<Diagnostic>,
    /// The cells that it stands in, with what they hold.
    pub unread: BTreeMap<CellKey, Entry>,
    /// The rows that it stands in where people add rows, by list.
    pub unread_rows: BTreeMap<String, Vec<Vec<Entry>>>,
}

/// Reads the settings of a workbook; what is missing or cannot be used keeps the value of `otherwise`.
pub fn read_settings(previous: &Previous<'_>, otherwise: Parameters) -> Settings {
    let mut reader =
        Reader { previous, told: Vec::new(), unread: BTreeMap::new(), unread_rows: BTreeMap::new() };
    let mut parameters = otherwise;
    reader.read_levels(&mut parameters);
    reader.read_numbers(&mut parameters);
    reader.read_others(&mut parameters);
    reader.read_efforts(&mut parameters);
    if let Some(bands) = reader.bands() {
        parameters.risk_bands = bands;
    }
    if let Some(days_off) = reader.days_off() {
        parameters.days_off = days_off;
    }
    reader.read_ai_governance(&mut parameters);
    if let Some(words) = reader.impact_words() {
        parameters.impact_words = words;
    }
    let Reader { told, unread, unread_rows, .. } = reader;
    Settings { parameters, diagnostics: told, unread, unread_rows }
}

struct Reader<'a> {
    previous: &'a Previous<'a>,
    told: Vec<Diagnostic>,
    unread: BTreeMap<CellKey, Entry>,
    unread_rows: BTreeMap<String, Vec<Vec<Entry>>>,
}

/// A row of a list to which people add rows.
struct SettingRow {
    /// What its cells hold, and where they stand.
    entries: Vec<Entry>,
    places: Vec<Option<Location>>,
}

/// What a band without a name is called.
const UNNAMED: &str = "no name";

/// The days of the longest stretch without work: more is taken for a slip of the pen.
const LONGEST_DAYS_OFF: i64 = 366;

/// The least and the most that a number can be.
type Bounds = (f64, f64);

/// Bounds of a level.
const SHARE: Bounds = (0.0, 1.0);

impl Reader<'_> {
    /// Reads a number into its place, where the workbook holds one.
    fn read(&mut self, cell: &CellKey, (least, most): Bounds, value: &mut f64) {
        match self.entry(cell) {
            None => {}
            Some(Entry::Number(number)) if (least..=most).contains(&number) => *value = number,
            Some(other) => {
                let expected = format!("a number from {least} to {most}");
                self.not_used(cell, &other, expected, value.to_string());
            }
        }
    }

    fn read_setting(&mut self, setting: NumberSetting, value: &mut f64) {
        self.read(&CellKey::new(SETTINGS, setting.name, VALUE), (setting.least, setting.most), value);
    }

    /// What a cell says: what stands there, or else what stood there after the last run.
    fn entry(&self, cell: &CellKey) -> Option<Entry> {
        let last = || self.previous.last.book.entry(&cell.list, &cell.key, &cell.heading).cloned();
        self.previous.entry(cell).or_else(last)
    }

    /// Tells of a cell that cannot be used; what stands in it stays there.
    fn not_used(&mut self, cell: &CellKey, read: &Entry, expected: String, used: String) {
        let location = self.previous.location(cell);
        self.tell(location, (&cell.key, read), expected, used);
        if !read.is_blank() {
            self.unread.insert(cell.clone(), read.clone());
        }
    }

    /// Tells of a row that cannot be used; it stays below the others.
    fn row_not_used(&mut self, row: &SettingRow, at: usize, list: &str, expected: &str) {
        let read = row.entries.get(at).cloned().unwrap_or_default();
        let named = row.entries.iter().map(Entry::to_string).find(|text| !text.is_empty());
        let location = row.places.get(at).cloned().flatten();
        let location = location.unwrap_or_else(|| Location::file(&self.previous.workbook.path));
        let setting = named.unwrap_or_else(|| list.to_owned());
        self.tell(location, (&setting, &read), expected.to_owned(), "of the other rows".to_owned());
        self.unread_rows.entry(list.to_owned()).or_default().push(row.entries.clone());
    }

    fn tell(&mut self, location: Location, (setting, read): (&str, &Entry), expected: String, used: String) {
        self.told.push(
            Diagnostic::at(&codes::SETTING_NOT_UNDERSTOOD, location)
                .read(read.to_string())
                .expected(expected)
                .fact("setting", setting.to_owned())
                .fact("used", used),
        );
    }

    fn read_levels(&mut self, parameters: &mut Parameters) {
        for status in ImplementationStatus::ALL {
            let value = match status {
                ImplementationStatus::Implemented => &mut parameters.level_implemented,
                ImplementationStatus::Partial => &mut parameters.level_partial,
                ImplementationStatus::InProgress => &mut parameters.level_in_progress,
                ImplementationStatus::Planned => &mut parameters.level_planned,
                ImplementationStatus::NotImplemented => &mut parameters.level_not_implemented,
            };
            self.read(&CellKey::new(LEVELS, status.words(), LEVEL), SHARE, value);
        }
    }

    fn read_numbers(&mut self, p: &mut Parameters) {
        let numbers: [(NumberSetting, &mut f64); 22] = [
            (settings::MATURITY_TOP, &mut p.maturity_top),
            (settings::DISAGREEMENT, &mut p.disagreement),
            (settings::WEIGHT_RISK, &mut p.weight_risk),
            (settings::WEIGHT_COVERAGE, &mut p.weight_coverage),
            (settings::WEIGHT_URGENCY, &mut p.weight_urgency),
            (settings::URGENCY_HORIZON, &mut p.urgency_horizon_days),
            (settings::APPETITE_INFORMATION_SECURITY, &mut p.appetite_information_security),
            (settings::APPETITE_AI, &mut p.appetite_ai),
            (settings::EVIDENCE_MAX_AGE, &mut p.evidence_max_age_days),
            (settings::CAPACITY, &mut p.capacity_days_per_week),
            (settings::MOST_ON_ONE_ACTION, &mut p.most_days_per_action),
            (settings::WEEKS_BETWEEN_STAGES, &mut p.weeks_between_stages),
            (settings::MOST_WEEKS_BETWEEN_STAGES, &mut p.most_weeks_between_stages),
            (settings::COORDINATION_OVERHEAD, &mut p.coordination_overhead),
            (settings::AUDIT_CYCLE, &mut p.audit_cycle_years),
            (settings::AUDIT_EXCLUSIONS, &mut p.audit_exclusion_share),
            (settings::AUDIT_WEIGHT_RISK, &mut p.audit_weight_risk),
            (settings::AUDIT_WEIGHT_GAPS, &mut p.audit_weight_gaps),
            (settings::AUDIT_WEIGHT_FINDINGS, &mut p.audit_weight_findings),
            (settings::AUDIT_DAYS_FACTOR, &mut p.audit_days_factor),
            (settings::COORDINATION_LEAST, &mut p.coordination_least),
            (settings::COORDINATION_MOST, &mut p.coordination_most),
        ];
        for (setting, value) in numbers {
            self.read_setting(setting, value);
        }
    }

    /// A number that may be blank.
    fn read_optional(&mut self, setting: NumberSetting, value: &mut Option<f64>) {
        match self.entry(&CellKey::new(SETTINGS, setting.name, VALUE)) {
            Some(Entry::Blank) => *value = None,
            Some(_) => {
                let mut number = value.unwrap_or(f64::NAN);
                self.read_setting(setting, &mut number);
                *value = Some(number).filter(|number| number.is_finite());
            }
            None => {}
        }
    }

    /// Which plan the roadmap follows; blank leaves it to the starting point.
    fn read_approach(&mut self, parameters: &mut Parameters) {
        let cell = CellKey::new(SETTINGS, settings::PLAN_FOLLOWED, VALUE);
        let Some(entry) = self.entry(&cell) else { return };
        let written = entry.to_string();
        let all = [Approach::Simultaneous, Approach::Sequential];
        let chosen = all.into_iter().find(|approach| approach.name().eq_ignore_ascii_case(&written));
        let is_left = entry.is_blank() || written.eq_ignore_ascii_case(settings::BY_STARTING_POINT);
        if chosen.is_some() || is_left {
            parameters.chosen_approach = chosen;
        } else {
            let expected = all.map(Approach::name).join(", ");
            let used = parameters.approach().name().to_owned();
            self.not_used(&cell, &entry, format!("{expected} or {}", settings::BY_STARTING_POINT), used);
        }
    }

    /// The standards that are planned for; blank for both.
    fn read_planned_standards(&mut self, parameters: &mut Parameters) {
        let cell = CellKey::new(SETTINGS, settings::STANDARDS_PLANNED, VALUE);
        let Some(entry) = self.entry(&cell) else { return };
        let written = entry.to_string();
        // Its number alone is the standard alone.
        let says = |standards: &PlannedStandards| {
            let number = standards.only().is_some_and(|only| only.number() == written);
            standards.name().eq_ignore_ascii_case(&written) || number
        };
        match PlannedStandards::ALL.into_iter().find(says) {
            Some(standards) => parameters.planned_standards = standards,
            None if entry.is_blank() => parameters.planned_standards = PlannedStandards::Both,
            None => {
                let expected = PlannedStandards::ALL.map(PlannedStandards::name).join(", ");
                let used = parameters.planned_standards.name().to_owned();
                self.not_used(&cell, &entry, expected, used);
            }
        }
    }

    /// Tells where somebody typed over the assessment date, which is that of the run.
    fn tell_of_date(&mut self) {
        let cell = CellKey::new(SETTINGS, settings::AS_OF, VALUE);
        if let Some(entry) = self.previous.entry(&cell).filter(|_| self.previous.is_edited(&cell)) {
            let location = self.previous.location(&cell);
            let expected = "the option --as-of for another date than today".to_owned();
            self.tell(location, (settings::AS_OF, &entry), expected, "of the run".to_owned());
        }
    }

    /// The settings that are no numbers, or may be blank.
    fn read_others(&mut self, parameters: &mut Parameters) {
        self.tell_of_date();
        self.read_optional(settings::SUGGESTION_SCORE, &mut parameters.suggestion_score);
        self.read_optional(settings::DAY_RATE, &mut parameters.day_rate);
        self.read_approach(parameters);
        self.read_planned_standards(parameters);
        self.read_date(settings::ROADMAP_START, "the assessment date", &mut parameters.start);
        self.read_date(settings::STAGE_2, "the day of the plan", &mut parameters.stage_2);
        let cell = CellKey::new(SETTINGS, settings::STARTING_POINT, VALUE);
        let Some(entry) = self.entry(&cell) else { return };
        let all = [StartingPoint::Nothing, StartingPoint::Iso27001Running, StartingPoint::Iso27001Certified];
        match all.into_iter().find(|point| point.name().eq_ignore_ascii_case(&entry.to_string())) {
            Some(point) => parameters.starting_point = point,
            None => {
                let expected = all.map(StartingPoint::name).join(", ");
                self.not_used(&cell, &entry, expected, parameters.starting_point.name().to_owned());
            }
        }
    }

    /// Reads a date that may be blank; `otherwise` says what is used then.
    fn read_date(&mut self, setting: &str, otherwise: &str, value: &mut Option<chrono::NaiveDate>) {
        let cell = CellKey::new(SETTINGS, setting, VALUE);
        match self.entry(&cell) {
            Some(Entry::Blank) => *value = None,
            Some(Entry::Date(date)) => *value = Some(date),
            Some(other) => {
                let used = value.map_or(otherwise.to_owned(), |date| date.to_string());
                self.not_used(&cell, &other, "a date".to_owned(), used);
            }
            None => {}
        }
    }

    fn read_efforts(&mut self, parameters: &mut Parameters) {
        let bounds = (0.01, 10_000.0);
        for (heading, days) in [
            (DIVISOR, &mut parameters.effort_divisors),
            (PERSON_DAYS, &mut parameters.effort_days),
            (PERSON_DAYS_LEAST, &mut parameters.effort_days_least),
            (PERSON_DAYS_MOST, &mut parameters.effort_days_most),
        ] {
            for (letter, value) in [("S", &mut days.small), ("M", &mut days.medium), ("L", &mut days.large)] {
                self.read(&CellKey::new(EFFORTS, letter, heading), bounds, value);
            }
        }
    }

    /// The rows of a list of the workbook, from above, each as the cells of some headings.
    fn rows(&self, list: &str, headings: &[&str]) -> Option<Vec<SettingRow>> {
        let declared = self.previous.last.book.list(list)?;
        let found = self.previous.lists.get(list)?;
        let sheet = self.previous.sheet(list)?;
        let columns: Vec<Option<u32>> = headings
            .iter()
            .map(|heading| found.columns.get(declared.column(heading)?).copied().flatten())
            .collect();
        let read = |row: u32| {
            let entry = |column: &Option<u32>| {
                crate::record::entry_of(column.and_then(|column| sheet.cell(row, column)))
            };
            let place = |column: &Option<u32>| column.map(|column| Location::cell(&sheet.name, row, column));
            SettingRow {
                entries: columns.iter().map(entry).collect(),
                places: columns.iter().map(place).collect(),
            }
        };
        let known = found.rows.values().copied();
        let mut rows: Vec<u32> = known.chain(found.added.iter().map(|added| added.row)).collect();
        rows.sort_unstable();
        Some(rows.into_iter().map(read).collect())
    }

    /// The bands of the risk score from the lowest up; one whose highest score is not understood comes last.
    fn bands(&mut self) -> Option<Vec<RiskBand>> {
        let rows = self.rows(BANDS, &[BAND, HIGHEST_SCORE])?;
        let mut bands = Vec::new();
        for row in &rows {
            match row.entries.as_slice() {
                [Entry::Blank, Entry::Blank] => {}
                [name, Entry::Number(top)] if !name.is_blank() => {
                    bands.push(RiskBand { name: name.to_string(), top: *top });
                }
                [name, top] if !name.is_blank() => {
                    let cell = CellKey::new(BANDS, &name.to_string(), HIGHEST_SCORE);
                    let used = "above all other bands".to_owned();
                    self.not_used(&cell, top, "the highest score of the band".to_owned(), used);
                    bands.push(RiskBand { name: name.to_string(), top: f64::INFINITY });
                }
                [_, top] => {
                    let location = row.places.first().cloned().flatten();
                    let location = location.unwrap_or_else(|| Location::file(&self.previous.workbook.path));
                    let used = format!("with the name \"{UNNAMED}\"");
                    self.tell(location, (BANDS, top), "the name of the band".to_owned(), used);
                    let top = if let Entry::Number(top) = top {
                        *top
                    } else {
                        let cell = CellKey::new(BANDS, UNNAMED, HIGHEST_SCORE);
                        self.unread.insert(cell, top.clone());
                        f64::INFINITY
                    };
                    bands.push(RiskBand { name: UNNAMED.to_owned(), top });
                }
                _ => {}
            }
        }
        if bands.is_empty() {
            let cell = CellKey::new(BANDS, BANDS, HIGHEST_SCORE);
            let expected = "bands with their highest scores".to_owned();
            self.not_used(&cell, &Entry::Blank, expected, "of annexa".to_owned());
            return None;
        }
        // In any order that they are written in.
        bands.sort_by(|one, other| one.top.total_cmp(&other.top));
        Some(bands)
    }

    /// The days without work: single days, and stretches of at most a year.
    fn days_off(&mut self) -> Option<Vec<DaysOff>> {
        let mut days_off = Vec::new();
        for row in self.rows(HOLIDAYS, &[DATE, LAST_DAY])? {
            match row.entries.as_slice() {
                [Entry::Blank, Entry::Blank] => {}
                [Entry::Date(day), Entry::Blank] => days_off.push(DaysOff::one(*day)),
                [Entry::Date(first), Entry::Date(last)]
                    if first <= last && (*last - *first).num_days() <= LONGEST_DAYS_OFF =>
                {
                    days_off.push(DaysOff { first: *first, last: *last });
                }
                [first, _] => {
                    let at = usize::from(matches!(first, Entry::Date(_)));
                    self.row_not_used(&row, at, HOLIDAYS, "a date, and a last day at most a year after it");
                }
                _ => {}
            }
        }
        days_off.sort_unstable();
        days_off.dedup();
        Some(days_off)
    }

    /// Which fields of an AI system are required, and what calls for an impact assessment.
    fn read_ai_governance(&mut self, parameters: &mut Parameters) {
        for (field, name) in settings::REQUIRED_OF_AI_SYSTEMS {
            let cell = CellKey::new(REQUIRED_FIELDS, name, REQUIRED);
            self.read_member(&cell, field, &mut parameters.required_of_ai_systems);
        }
        for trigger in ImpactTrigger::ALL {
            let cell = CellKey::new(TRIGGERS, settings::trigger_setting(trigger), CALLS_FOR_ONE);
            self.read_member(&cell, trigger, &mut parameters.impact_triggers);
        }
    }

    /// Reads from a cell with yes or no whether something belongs to a set.
    fn read_member<T: Ord>(&mut self, cell: &CellKey, member: T, set: &mut BTreeSet<T>) {
        let Some(entry) = self.entry(cell) else { return };
        let words = entry.to_string();
        let is = |word: YesNo| word.word().eq_ignore_ascii_case(&words);
        if is(YesNo::Yes) {
            set.insert(member);
        } else if is(YesNo::No) || entry.is_blank() {
            set.remove(&member);
        } else {
            let used = if set.contains(&member) { YesNo::Yes } else { YesNo::No };
            self.not_used(cell, &entry, "Yes or No".to_owned(), used.word().to_owned());
        }
    }

    /// The words that speak for a trigger, from above.
    fn impact_words(&mut self) -> Option<Vec<ImpactWord>> {
        let mut words = Vec::new();
        for row in self.rows(IMPACT_WORDS, &[WORD, SPEAKS_FOR])? {
            let [word, trigger] = row.entries.as_slice() else { continue };
            if word.is_blank() && trigger.is_blank() {
                continue;
            }
            if word.is_blank() || trigger.is_blank() {
                let expected =
                    if word.is_blank() { "a word" } else { "the trigger that the word speaks for" };
                self.row_not_used(&row, usize::from(trigger.is_blank()), IMPACT_WORDS, expected);
                continue;
            }
            match ImpactTrigger::of_words(&trigger.to_string()) {
                Some(speaks_for) => words.push(ImpactWord { word: word.to_string(), speaks_for }),
                None => {
                    let expected = ImpactTrigger::ALL.map(ImpactTrigger::words).join(", ");
                    self.row_not_used(&row, 1, IMPACT_WORDS, &expected);
                }
            }
        }
        Some(words)
    }
}
