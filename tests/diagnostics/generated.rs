//! The inputs of the cases that a committed text file cannot provoke: workbooks with damage, bytes
//! in odd encodings, limits, paths that are not there, and what only a model can hold.

use std::io::Write;
use std::path::{Path, PathBuf};

use annexa::assess;
use annexa::diagnostic::Diagnostic;
use annexa::mapping::Mapping;
use annexa::model::{Entry, Model, PairDecision};
use annexa::pipeline::{Engine, Request};
use annexa::provenance::Location;
use annexa::read::{self, Limit, Limits};
use annexa::report::build_mapping_workbook;
use annexa::standards::Catalogue;
use annexa::write::xlsx::write_workbook;
use chrono::NaiveDate;

use crate::edited::{self, Edited};
use crate::refreshed::{Refreshed, text as text_entry};

/// How the input of a case comes about, other than by its folder `input`.
pub enum Input {
    /// Files are made in a scratch folder; gives the paths to assess and the limits.
    Files(fn(&Path) -> (Vec<PathBuf>, Limits)),
    /// A stage is called by itself, with a scratch folder.
    Direct(fn(&Catalogue, &Path) -> Vec<Diagnostic>),
}

/// The input of a code's case; `None` where it lies in the folder of the case.
pub fn input(code: &str) -> Option<Input> {
    let files = match code {
        "path-not-found" => |folder: &Path| (vec![folder.join("registers")], Limits::default()),
        "folder-without-registers" => |folder: &Path| (vec![folder.to_owned()], Limits::default()),
        "own-workbook" => |folder: &Path| {
            let names = r#"<definedNames><definedName name="Annexa_Workbook">1</definedName></definedNames>"#;
            workbook(folder, &[("Summary", EMPTY_SHEET)], names)
        },
        "encrypted-file" => |folder: &Path| {
            let mut bytes = b"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1".to_vec();
            bytes.resize(512, 0);
            bytes.extend("EncryptedPackage\0".encode_utf16().flat_map(u16::to_le_bytes));
            bytes.resize(1024, 0);
            file(folder, "register.xlsx", &bytes)
        },
        "damaged-file" => |folder: &Path| {
            archive(folder, &[("[Content_Types].xml", "<Types/>"), ("xl/workbook.xml", "<workbook><sheets")])
        },
        "no-worksheet" => |folder: &Path| workbook(folder, &[], ""),
        "limit-exceeded" => |folder: &Path| {
            let (paths, mut limits) =
                file(folder, "assets.csv", b"Asset ID,Asset name\nA-1,Ledger\nA-2,Portal\n");
            limits.set(Limit::Rows, 2);
            (paths, limits)
        },
        "sheet-not-readable" => {
            |folder: &Path| workbook(folder, &[("Assets", "<worksheet><sheetData><row")], "")
        }
        "sheet-cut-short" => |folder: &Path| {
            let sheet = format!("<worksheet><sheetData>{}<row r=\"3\"><c r=\"A3", ROWS);
            workbook(folder, &[("Assets", &sheet)], "")
        },
        "sheet-name-repeated" => |folder: &Path| {
            let sheet = format!("<worksheet><sheetData>{ROWS}</sheetData></worksheet>");
            workbook(folder, &[("Assets", &sheet), ("Assets", &sheet)], "")
        },
        "hidden-sheet-read" => |folder: &Path| {
            let cell = |place: &str, text: &str| {
                format!(r#"<c r="{place}" t="inlineStr"><is><t>{text}</t></is></c>"#)
            };
            let row = |number: u32, texts: [&str; 3]| {
                let cells = texts.iter().zip(["A", "B", "C"]);
                let cells: String =
                    cells.map(|(text, column)| cell(&format!("{column}{number}"), text)).collect();
                format!(r#"<row r="{number}">{cells}</row>"#)
            };
            let rows = row(1, ["Asset ID", "Asset name", "Owner"]) + &row(2, ["A-1", "Ledger", "Finance"]);
            let sheet = format!("<worksheet><sheetData>{rows}</sheetData></worksheet>");
            // What follows the name is a further attribute of the sheet.
            workbook(folder, &[("Notes", EMPTY_SHEET), (r#"Assets" state="hidden"#, &sheet)], "")
        },
        "cell-not-readable" => |folder: &Path| {
            let bad = r#"<row r="3"><c r="A3" t="n"><v>twelve</v></c></row>"#;
            let sheet = format!("<worksheet><sheetData>{ROWS}{bad}</sheetData></worksheet>");
            workbook(folder, &[("Assets", &sheet)], "")
        },
        "cell-given-twice" => |folder: &Path| {
            let again = r#"<row r="2"><c r="B2" t="inlineStr"><is><t>Portal</t></is></c></row>"#;
            let sheet = format!("<worksheet><sheetData>{ROWS}{again}</sheetData></worksheet>");
            workbook(folder, &[("Assets", &sheet)], "")
        },
        "damaged-remainder" => |folder: &Path| {
            let sheet = "<table:table table:name=\"Assets\"><table:table-row><table:table-cell><text:p>Asset ID</text:p>\
                </table:table-cell></table:table-row></table:table>";
            archive(
                folder,
                &[
                    ("mimetype", "application/vnd.oasis.opendocument.spreadsheet"),
                    ("content.xml", &format!("<office:document-content>{sheet}</office:wrong><")),
                ],
            )
        },
        "document-type-declared" => |folder: &Path| {
            let sheet = format!("<!DOCTYPE x [<!ENTITY a \"a\">]>{EMPTY_SHEET}");
            workbook(folder, &[("Assets", &sheet)], "")
        },
        "error-value" => {
            |folder: &Path| soa(folder, &text("A2", "A.5.37"), r#"<c r="C2" t="e"><v>#REF!</v></c>"#)
        }
        "computed-values" => |folder: &Path| {
            let computed = r#"<c r="A2" t="str"><f>"A.5."&amp;37</f><v>A.5.37</v></c>"#;
            soa(folder, computed, &text("C2", "Planned"))
        },
        "several-values" => |folder: &Path| {
            let below = text("C3", "Implemented") + &text("D3", "Facilities");
            let second = format!(r#"{}</row><row r="3">{below}"#, text("C2", "see Jira"));
            soa(folder, &text("A2", "A.5.37"), &second)
        },
        "macros-not-run" => |folder: &Path| with_part(folder, "xl/vbaProject.bin", ""),
        "links-not-followed" => {
            |folder: &Path| with_part(folder, "xl/externalLinks/externalLink1.xml", "<externalLink/>")
        }
        "text-cut" => |folder: &Path| {
            let text = b"Asset ID,Asset name\nA-1,General ledger of the group\n";
            let (paths, mut limits) = file(folder, "assets.csv", text);
            limits.set(Limit::CellText, 14);
            (paths, limits)
        },
        "encoding-guessed" => |folder: &Path| {
            file(folder, "assets.csv", b"Asset ID,Asset name\nA-1,B\xfcrokommunikation f\xfcr \xc4rzte\n")
        },
        "mixed-encoding" => |folder: &Path| {
            let text = "Asset ID,Asset name\nA-1,Zürich ledger\nA-2,Köln portal\nA-3,Genève archive\n";
            let bytes = [text.as_bytes(), b"A-4,M\xfcnchen office\n"].concat();
            file(folder, "assets.csv", &bytes)
        },
        "undecodable-bytes" => {
            |folder: &Path| file(folder, "assets.csv", b"\xef\xbb\xbfAsset ID,Asset name\nA-1,Le\xffdger\n")
        }
        "null-characters" => {
            |folder: &Path| file(folder, "assets.csv", b"Asset ID,Asset name\nA-1,Led\0ger\n")
        }
        _ => return direct(code),
    };
    Some(Input::Files(files))
}

fn direct(code: &str) -> Option<Input> {
    let provoke: fn(&Catalogue, &Path) -> Vec<Diagnostic> = match code {
        // A file that vanishes between being found and being read.
        "file-not-readable" => |_, folder| {
            let path = folder.join("assets.csv");
            read::read_workbook(&path, &read::display_path(&path), &Limits::default()).1
        },
        // Parameters and decisions on pairs are not read from files.
        "parameter-out-of-range" => {
            |catalogue, _| findings(catalogue, |model| model.parameters.capacity_days_per_week = -1.0)
        }
        "pair-decided-both-ways" => |catalogue, _| {
            findings(catalogue, |model| {
                model.pairs = vec![pair("7.2", "7.2", true, 4), pair("7.2", "7.2", false, 9)];
            })
        },
        "circular-dependency" => {
            |catalogue, _| findings(catalogue, |model| model.pairs = vec![pair("4.2", "A.8.5", true, 4)])
        }
        _ => return mapped(code),
    };
    Some(Input::Direct(provoke))
}

/// What a person chose in a mapping workbook.
fn mapped(code: &str) -> Option<Input> {
    let provoke: fn(&Catalogue, &Path) -> Vec<Diagnostic> = match code {
        "no-mapping-workbook" => |_, folder| {
            told_with(folder, |mapping| {
                mapping.remove("Values");
            })
        },
        "unknown-choice" => |_, folder| {
            told_with(folder, |mapping| {
                mapping
                    .choose("Sources", RISKS, "Register chosen", "Risk list")
                    .choose("Sources", RISKS, "Header row chosen", "top")
                    .choose(
                        "Columns",
                        &[("Table", "1"), ("Column", "E")],
                        "Field chosen",
                        "Risks: Owner of it",
                    )
                    .choose("Columns", &[("Table", "1"), ("Column", "C")], "Values hold for", "All");
            })
        },
        "chosen-header-row-not-there" => |_, folder| {
            told_with(folder, |mapping| {
                mapping.choose("Sources", RISKS, "Header row chosen", "77");
            })
        },
        "chosen-field-of-other-register" => |_, folder| {
            told_with(folder, |mapping| {
                mapping.choose("Columns", OWNER, "Field chosen", "Assets: Asset owner (asset.owner)");
            })
        },
        "field-chosen-twice" => |_, folder| {
            told_with(folder, |mapping| {
                let likelihood = "Risks: Likelihood (risk.likelihood)";
                mapping
                    .choose("Columns", &[("Table", "1"), ("Column", "C")], "Field chosen", likelihood)
                    .choose("Columns", OWNER, "Field chosen", likelihood);
            })
        },
        "columns-chosen-without-register" => |_, folder| {
            told_with(folder, |mapping| {
                let colour = [("Table", "2"), ("Column", "B")];
                mapping.choose("Columns", &colour, "Field chosen", "Risks: Impact (risk.impact)");
            })
        },
        "chosen-column-not-found" => |_, folder| {
            told_with(folder, |mapping| {
                let gone = [("Table", "1"), ("Column", "E")];
                mapping
                    .choose("Columns", &gone, "Field chosen", "Not used")
                    .choose("Columns", &gone, "Column", "H")
                    .choose("Columns", &[("Table", "1"), ("Column", "H")], "Heading", "Owner of the action")
                    .choose("Sources", RISKS, "Layout", "")
                    .choose("Sources", RISKS, "Header row chosen", "1");
            })
        },
        "chosen-meaning-of-other-field" => |_, folder| {
            told_with(folder, |mapping| {
                mapping.choose("Values", &[("Value as read", "Mitigate")], "Meaning chosen", "Very high");
            })
        },
        "layout-mapped-twice" => |_, folder| {
            told_with(folder, |mapping| {
                mapping
                    .choose("Sources", RISKS, "Sheet", "January")
                    .choose("Sources", RISKS, "Register chosen", "Risks")
                    .choose("Sources", &[("Table", "3")], "Sheet", "February")
                    .choose("Sources", &[("Table", "3")], "Register chosen", "Assets");
            })
        },
        "chosen-table-not-found" => |_, folder| {
            told_with(folder, |mapping| {
                mapping.choose("Sources", RISKS, "Layout", "1=4-00000000000000aa-000000bb").choose(
                    "Sources",
                    RISKS,
                    "Register chosen",
                    "Risks",
                );
            })
        },
        _ => return refreshed(code),
    };
    Some(Input::Direct(provoke))
}

/// What a person wrote in a workbook that is refreshed.
fn refreshed(code: &str) -> Option<Input> {
    let provoke: fn(&Catalogue, &Path) -> Vec<Diagnostic> = match code {
        "source-and-person-changed" => |_, folder| {
            told_when_refreshed(folder, |work| {
                work.edit(|sheets| {
                    sheets.set("Risks", "R-1", "Risk owner", text_entry("Bo"));
                });
                work.register("risks.csv", &RISK_REGISTER.replace("Ada", "Cy"));
            })
        },
        "decision-not-understood" => |_, folder| {
            told_when_refreshed(folder, |work| {
                work.edit(|sheets| {
                    sheets.set("Risks", "R-1", "Domain", text_entry("Quantum"));
                });
            })
        },
        "required-document-missing" => |_, folder| {
            told_when_refreshed(folder, |work| {
                work.edit(|sheets| {
                    sheets.set("Documented information", "scope", "Status", text_entry("Missing"));
                    sheets.set("Documented information", "data-governance", "Status", text_entry("Missing"));
                });
            })
        },
        "review-decision-past-due" => |_, folder| {
            told_when_refreshed(folder, |work| {
                work.edit(|sheets| {
                    let due = NaiveDate::from_ymd_opt(2026, 10, 1).unwrap();
                    sheets.set("Management review", "audits", "Decision", text_entry("audit the AIMS"));
                    sheets.set("Management review", "audits", "Due on", Entry::Date(due));
                });
            })
        },
        "entry-past-due" => |_, folder| {
            told_when_refreshed(folder, |work| {
                work.edit(|sheets| {
                    let due = NaiveDate::from_ymd_opt(2026, 10, 1).unwrap();
                    sheets.set("Competence", "isms competence", "Valid until", Entry::Date(due));
                });
            })
        },
        "added-row-without-name" => |_, folder| {
            told_when_refreshed(folder, |work| {
                work.edit(|sheets| {
                    sheets.append("Risks", &[("Comment", text_entry("see the minutes"))]);
                });
            })
        },
        "added-row-not-taken" => |_, folder| {
            told_when_refreshed(folder, |work| {
                work.edit(|sheets| {
                    sheets.append("Clauses", &[("Owner", text_entry("Bo"))]);
                });
            })
        },
        "record-not-read-this-time" => |_, folder| {
            let work =
                Refreshed::new(folder, &[("risks.csv", RISK_REGISTER), ("assets.csv", ASSET_REGISTER)]);
            work.run();
            work.run_on(&["assets.csv"]).findings().cloned().collect()
        },
        "record-gone-from-source" => |_, folder| {
            told_when_refreshed(folder, |work| {
                work.edit(|sheets| {
                    sheets.set("Risks", "R-1", "Risk owner", text_entry("Bo"));
                });
                let first = RISK_REGISTER.lines().find(|line| line.starts_with("R-1")).unwrap();
                work.register("risks.csv", &RISK_REGISTER.replace(&format!("{first}\n"), ""));
            })
        },
        "deleted-row-returns" => |_, folder| {
            told_when_refreshed(folder, |work| {
                work.edit(|sheets| {
                    sheets.delete("Risks", "R-2", "Risk");
                });
            })
        },
        "list-not-found" => |_, folder| {
            told_when_refreshed(folder, |work| {
                work.edit(|sheets| {
                    sheets.remove("Risks");
                });
            })
        },
        "cleared-cell-returns" => |_, folder| {
            told_when_refreshed(folder, |work| {
                work.edit(|sheets| {
                    sheets.set("Risks", "R-1", "Impact", annexa::model::Entry::Blank);
                });
            })
        },
        "added-record-in-source" => |_, folder| {
            told_when_refreshed(folder, |work| {
                work.edit(|sheets| {
                    sheets.append(
                        "Risks",
                        &[("Risk ID", text_entry("R-9")), ("Risk", text_entry("Insider misuse"))],
                    );
                });
                work.run();
                let first = RISK_REGISTER.lines().find(|line| line.starts_with("R-1")).unwrap();
                let new = first.replacen("R-1", "R-9", 1);
                work.register("risks.csv", &format!("{RISK_REGISTER}{new}\n"));
            })
        },
        "column-renamed" => |_, folder| {
            told_when_refreshed(folder, |work| {
                work.edit(|sheets| {
                    sheets.rename_heading("Risks", "Risk owner", "Who minds it");
                });
            })
        },
        "column-not-found" => |_, folder| {
            told_when_refreshed(folder, |work| {
                work.edit(|sheets| {
                    sheets.delete_column("Risks", "Impact");
                });
            })
        },
        "heading-on-several-columns" => |_, folder| {
            told_when_refreshed(folder, |work| {
                work.edit(|sheets| {
                    let cells = [("R-1", text_entry("the board"))];
                    sheets.insert_column("Risks", "Likelihood", "Risk owner", &cells);
                });
            })
        },
        "level-not-on-scale" => |_, folder| {
            told_when_refreshed(folder, |work| {
                work.edit(|sheets| {
                    sheets.set("Risks", "R-1", "Impact", text_entry("Medium-ish"));
                });
            })
        },
        "understood-as" => |_, folder| {
            told_when_refreshed(folder, |work| {
                work.edit(|sheets| {
                    sheets.set("Risks", "R-1", "Impact", text_entry("sehr hoch"));
                });
            })
        },
        "formula-without-value" => |_, folder| {
            told_when_refreshed(folder, |work| {
                work.edit(|sheets| {
                    sheets.set("Risks", "R-1", "Risk owner", text_entry("=D7"));
                });
            })
        },
        "dated-before-last-run" => |_, folder| {
            let mut work = Refreshed::new(folder, &[("risks.csv", RISK_REGISTER)]);
            work.run();
            work.as_of = work.as_of - chrono::Days::new(30);
            work.run().findings().cloned().collect()
        },
        "file-not-read-this-time" => |_, folder| {
            let work =
                Refreshed::new(folder, &[("risks.csv", RISK_REGISTER), ("assets.csv", ASSET_REGISTER)]);
            work.run();
            work.run_on(&["assets.csv"]).findings().cloned().collect()
        },
        "decided-question-gone" => |_, folder| {
            let questions = "Question ID,Question,Answer,Comment\n\
                1,Did you have a reportable data breach in the last 24 months?,No,\n\
                2,Are backups of information taken and tested regularly?,Yes,\n";
            let work = Refreshed::new(folder, &[("questions.csv", questions)]);
            work.run();
            let key = work.sheets().column("Answers", "Key").remove(0);
            work.edit(|sheets| {
                sheets.set("Answers", &key, "Confirmed", text_entry("Yes"));
            });
            work.register("questions.csv", &questions.replace("Did you have", "Was there"));
            work.run().findings().cloned().collect()
        },
        "auditor-audits-own-work" => |_, folder| {
            let controls = "Control,Title,Implementation status,Control owner\n\
                A.8.13,Information backup,Implemented,Joost\nA.5.1,Policies for information security,Planned,Ada\n";
            let work = Refreshed::new(folder, &[("controls.csv", controls)]);
            work.run();
            work.edit(|sheets| {
                let audit = "continuity-and-backup before stage 2";
                sheets.set("Audit programme", audit, "Lead auditor", text_entry("joost"));
            });
            work.run().findings().cloned().collect()
        },
        "document-missing" => |_, folder| {
            let controls = "Clause,Title,Implementation status,Owner\n\
                27001:4.3,Scope,Implemented,Ada\n42001:4.3,Scope,Implemented,Ada\n27001:4.4,System,Planned,Ada\n";
            let work = Refreshed::new(folder, &[("clauses.csv", controls)]);
            work.run();
            work.edit(|sheets| {
                sheets.set("Documented information", "scope", "Status", text_entry("Missing"));
            });
            work.run().findings().cloned().collect()
        },
        "audit-before-ready" => |_, folder| {
            told_when_refreshed(folder, |work| {
                let soon = Entry::Date(work.as_of + chrono::Days::new(14));
                work.edit(|sheets| {
                    sheets.set("Certification", "stage-2", "27001, set", soon.clone());
                });
            })
        },
        "audit-day-past" => |_, folder| {
            told_when_refreshed(folder, |work| {
                let past = Entry::Date(work.as_of - chrono::Days::new(30));
                work.edit(|sheets| {
                    sheets.set("Parameters", "Stage_2_Date", "Value", past.clone());
                });
            })
        },
        "start-not-kept" => |_, folder| {
            told_when_refreshed(folder, |work| {
                let past = Entry::Date(work.as_of - chrono::Days::new(30));
                work.edit(|sheets| {
                    sheets.set("Roadmap", "internal-audit", "Start by hand", past.clone());
                });
            })
        },
        "stages-far-apart" => |_, folder| {
            told_when_refreshed(folder, |work| {
                let after = |days| Entry::Date(work.as_of + chrono::Days::new(days));
                work.edit(|sheets| {
                    sheets.set("Certification", "stage-1", "42001, set", after(3000));
                    sheets.set("Certification", "stage-2", "42001, set", after(3300));
                });
            })
        },
        "setting-not-understood" => |_, folder| {
            told_when_refreshed(folder, |work| {
                work.edit(|sheets| {
                    sheets.set("Parameters", "Capacity", "Value", text_entry("three"));
                });
            })
        },
        _ => return None,
    };
    Some(Input::Direct(provoke))
}

const RISK_REGISTER: &str = "Risk ID,Risk,Likelihood,Impact,Risk owner,Treatment,Status\n\
    R-1,The ledger is lost,3,4,Ada,Mitigate,Open\nR-2,The portal is taken over,2,5,Ada,Avoid,Open\n";
const ASSET_REGISTER: &str = "Asset ID,Asset name,Asset owner\nA-1,Ledger,Ada\nA-2,Portal,Bo\n";

/// What is told when a workbook of risks is refreshed after something was done to it or its register.
fn told_when_refreshed(folder: &Path, change: fn(&Refreshed)) -> Vec<Diagnostic> {
    let work = Refreshed::new(folder, &[("risks.csv", RISK_REGISTER)]);
    work.run();
    change(&work);
    work.run().findings().cloned().collect()
}

/// The row of the risk register on Sources.
const RISKS: &[(&str, &str)] = &[("Table", "1")];
/// The row of its column of owners on Columns.
const OWNER: &[(&str, &str)] = &[("Table", "1"), ("Column", "E")];

/// What is told when a risk register is read with a mapping that a person edited. A list of colours is
/// no register, and a further sheet of risks has the headings of the first.
fn told_with(folder: &Path, edit: fn(&mut Edited)) -> Vec<Diagnostic> {
    let headings = ["Risk ID", "Risk", "Likelihood", "Impact", "Owner", "Treatment"];
    let first = ["R-1", "Fire", "3", "4", "Ada", "Mitigate"];
    let second = ["R-2", "Flood", "2", "5", "Ada", "Avoid"];
    edited::register(&folder.join("risks.xlsx"), "Risks", &[&headings, &first, &second]);
    edited::register(
        &folder.join("shades.xlsx"),
        "Shades",
        &[&["Shade", "Depth", "Sort"], &["Red", "3", "x"], &["Blue", "4", "y"], &["Green", "4", "y"]],
    );
    edited::register(
        &folder.join("more.xlsx"),
        "Risks",
        &[&headings, &["R-3", "Theft", "1", "2", "Bo", "Avoid"]],
    );
    let paths = ["risks.xlsx", "shades.xlsx", "more.xlsx"].map(|name| folder.join(name));
    let engine = Engine::load().unwrap();
    let inspect = |mapping: &Mapping| engine.inspect(&paths, &Limits::default(), mapping);
    let found = inspect(&Mapping::default());
    let request = Request::on(NaiveDate::from_ymd_opt(2026, 11, 21).unwrap());
    let (model, _) = engine.normalise(&found.workbooks, request);
    let workbook = build_mapping_workbook(&model, &engine.declarations);
    let path = folder.join("mapping.xlsx");
    std::fs::write(&path, write_workbook(&workbook).unwrap()).unwrap();
    let mut mapping = Edited::open(&path);
    edit(&mut mapping);
    mapping.save(&path);
    match engine.read_mapping(&path, &Limits::default()) {
        Ok(mapping) => inspect(&mapping).diagnostics,
        Err(told) => told,
    }
}

/// The findings on a model of which nothing is known but what a change puts into it.
fn findings(catalogue: &Catalogue, change: fn(&mut Model)) -> Vec<Diagnostic> {
    let mut model = Model::empty(catalogue, NaiveDate::from_ymd_opt(2026, 11, 21).unwrap());
    change(&mut model);
    assess::assess(&model, catalogue).findings
}

fn pair(iso27001: &str, iso42001: &str, shared: bool, row: u32) -> PairDecision {
    let sheet =
        annexa::provenance::SheetName { file: "acme.xlsx".into(), sheet: Some("Shared controls".into()) };
    PairDecision {
        iso27001: format!("27001:{iso27001}").parse().unwrap(),
        iso42001: format!("42001:{iso42001}").parse().unwrap(),
        shared,
        location: Location::cell(&std::sync::Arc::new(sheet), row, 5),
    }
}

fn file(folder: &Path, name: &str, bytes: &[u8]) -> (Vec<PathBuf>, Limits) {
    let path = folder.join(name);
    std::fs::write(&path, bytes).unwrap();
    (vec![path], Limits::default())
}

const EMPTY_SHEET: &str = "<worksheet><sheetData/></worksheet>";

/// A header and one asset.
const ROWS: &str = concat!(
    r#"<row r="1"><c r="A1" t="inlineStr"><is><t>Asset ID</t></is></c>"#,
    r#"<c r="B1" t="inlineStr"><is><t>Asset name</t></is></c></row>"#,
    r#"<row r="2"><c r="A2" t="inlineStr"><is><t>A-1</t></is></c>"#,
    r#"<c r="B2" t="inlineStr"><is><t>Ledger</t></is></c></row>"#,
);

/// An .xlsx workbook of one register and a further part.
/// A cell of text.
fn text(place: &str, text: &str) -> String {
    format!(r#"<c r="{place}" t="inlineStr"><is><t>{text}</t></is></c>"#)
}

/// A Statement of Applicability whose first control, over two rows, has these cells for its number and
/// its status.
fn soa(folder: &Path, number: &str, status: &str) -> (Vec<PathBuf>, Limits) {
    let header =
        text("A1", "ISO 27001 control") + &text("B1", "Title") + &text("C1", "Implementation status");
    let header = header + &text("D1", "Control owner");
    let first = format!("{number}{}{status}", text("B2", "Documented operating procedures"));
    let second = text("A4", "A.8.34")
        + &text("B4", "Protection during audits")
        + &text("C4", "Implemented")
        + &text("D4", "IT");
    let third =
        text("A5", "A.8.33") + &text("B5", "Test information") + &text("C5", "Planned") + &text("D5", "IT");
    let rows = format!(
        r#"<row r="1">{header}</row><row r="2">{first}</row><row r="4">{second}</row><row r="5">{third}</row>"#
    );
    let merges = r#"<mergeCells count="2"><mergeCell ref="A2:A3"/><mergeCell ref="B2:B3"/></mergeCells>"#;
    let sheet = format!("<worksheet><sheetData>{rows}</sheetData>{merges}</worksheet>");
    workbook(folder, &[("SoA", &sheet)], "")
}

fn with_part(folder: &Path, name: &str, text: &str) -> (Vec<PathBuf>, Limits) {
    let sheet = format!("<worksheet><sheetData>{ROWS}</sheetData></worksheet>");
    let mut parts = workbook_parts(&[("Assets", &sheet)], "");
    parts.push((name.to_owned(), text.to_owned()));
    archive(folder, &parts)
}

/// An .xlsx workbook of sheets given as XML, each with its name, and of further XML of the workbook.
fn workbook(folder: &Path, sheets: &[(&str, &str)], names: &str) -> (Vec<PathBuf>, Limits) {
    archive(folder, &workbook_parts(sheets, names))
}

fn workbook_parts(sheets: &[(&str, &str)], names: &str) -> Vec<(String, String)> {
    const MAIN: &str = "http://schemas.openxmlformats.org/spreadsheetml/2006/main";
    const OFFICE: &str = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
    const PACKAGE: &str = "http://schemas.openxmlformats.org/package/2006/relationships";
    let numbered = || sheets.iter().enumerate().map(|(index, sheet)| (index + 1, sheet));
    let listed: String = numbered()
        .map(|(number, (name, _))| format!(r#"<sheet name="{name}" sheetId="{number}" r:id="r{number}"/>"#))
        .collect();
    let related: String = numbered()
        .map(|(number, _)| {
            format!(r#"<Relationship Id="r{number}" Type="{OFFICE}/worksheet" Target="worksheets/sheet{number}.xml"/>"#)
        })
        .collect();
    let main = format!(r#"<Relationship Id="r1" Type="{OFFICE}/officeDocument" Target="xl/workbook.xml"/>"#);
    let mut parts = vec![
        ("[Content_Types].xml".to_owned(), "<Types/>".to_owned()),
        ("_rels/.rels".to_owned(), format!(r#"<Relationships xmlns="{PACKAGE}">{main}</Relationships>"#)),
        (
            "xl/workbook.xml".to_owned(),
            format!(
                r#"<workbook xmlns="{MAIN}" xmlns:r="{OFFICE}"><sheets>{listed}</sheets>{names}</workbook>"#
            ),
        ),
        (
            "xl/_rels/workbook.xml.rels".to_owned(),
            format!(r#"<Relationships xmlns="{PACKAGE}">{related}</Relationships>"#),
        ),
    ];
    parts.extend(numbered().map(|(number, (_, sheet))| {
        let sheet = sheet.replacen("<worksheet", &format!(r#"<worksheet xmlns="{MAIN}""#), 1);
        (format!("xl/worksheets/sheet{number}.xml"), sheet)
    }));
    parts
}

fn archive<T: AsRef<str>>(folder: &Path, parts: &[(T, T)]) -> (Vec<PathBuf>, Limits) {
    let path = folder.join("register.xlsx");
    let mut archive = zip::ZipWriter::new(std::fs::File::create(&path).unwrap());
    for (name, text) in parts {
        archive.start_file(name.as_ref(), zip::write::SimpleFileOptions::default()).unwrap();
        archive.write_all(text.as_ref().as_bytes()).unwrap();
    }
    archive.finish().unwrap();
    (vec![path], Limits::default())
}
