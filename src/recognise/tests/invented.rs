//! Registers in layouts and languages that were made up for these tests, with what they are.

use super::{outcome, recognise};

#[test]
fn a_german_gap_analysis_keeps_measures_apart_from_controls() {
    let found = recognise(
        "Sheet1",
        "Kapitel | Anforderung | Erfüllungsgrad | Nachweis vorhanden | Abweichung | Maßnahme | Zuständig | Termin
4.1 | Kontext der Organisation | 80 % | ja | KI-Themen fehlen | Ergänzen | ISB | 31.03.2026
4.2 | Interessierte Parteien | 50 % | nein | Liste veraltet | Aktualisieren | ISB | 30.04.2026
5.2 | Politik | 100 % | ja |  |  | GF | ",
    );
    assert_eq!(
        outcome(&found),
        ["controls 1 3: A control.ref, B control.title, C control.status, E gap, \
          F action, G control.owner, H control.due"]
    );
}

#[test]
fn a_dutch_statement_of_applicability_gives_one_reason_for_both_decisions() {
    let found = recognise(
        "Sheet1",
        "Nr | Beheersmaatregel | Van toepassing | Reden van toepassing / uitsluiting | Geïmplementeerd | Eigenaar | Verwijzing naar bewijs
5.1 | Beleid voor informatiebeveiliging | Ja | Wettelijke eis | Ja | CISO | DOC-12
5.2 | Rollen en verantwoordelijkheden | Ja | Risicoanalyse | Deels | Directie | DOC-13
7.4 | Monitoring van de fysieke beveiliging | Nee | Geen eigen pand | N.v.t. | Facilitair | 
8.30 | Uitbestede systeemontwikkeling | Ja | Contract | Nee | Ontwikkeling | ",
    );
    assert_eq!(
        outcome(&found),
        ["controls 1 4: A control.ref, B control.title, C control.applicable, D control.justification, \
          E control.status, F control.owner, G control.evidence"]
    );
}

#[test]
fn a_french_inventory_of_ai_systems_names_role_and_class() {
    let found = recognise(
        "Sheet1",
        "Réf. | Système d'IA | Finalité | Fournisseur | Rôle (fournisseur / déployeur) | Classe de risque (AI Act) | Données personnelles | Contrôle humain | Statut | Responsable
IA-1 | Tri de CV | Présélection des candidatures | Talentia | Déployeur | Haut risque | Oui | Validation par un recruteur | En production | DRH
IA-2 | Assistant rédactionnel | Aide à la rédaction de courriers | Plume SA | Déployeur | Risque limité | Non | Relecture systématique | Pilote | Communication
IA-3 | Prévision de stock | Anticiper les ruptures | Interne | Fournisseur | Risque minimal | Non | Aucun | En développement | Logistique",
    );
    assert_eq!(
        outcome(&found),
        ["ai-systems 1 3: A ai.id, B ai.name, C ai.purpose, D ai.vendor, E ai.role, F ai.risk_class, \
          G ai.personal_data, H ai.human_oversight, I ai.lifecycle_stage, J ai.owner"]
    );
}

#[test]
fn portuguese_audit_findings_are_graded() {
    let found = recognise(
        "Sheet1",
        "N.º | Constatação | Tipo | Requisito | Causa raiz | Ação corretiva | Responsável | Prazo | Estado
1 | Plano de continuidade não testado | NC menor | A.5.30 | Falta de recursos | Agendar teste anual | Operações | 2026-05-31 | Aberta
2 | Inventário incompleto | Observação | A.5.9 | Processo manual | Automatizar | TI | 2026-04-30 | Fechada
3 | Análise crítica sem decisões registadas | NC maior | 9.3 | Modelo antigo | Rever o modelo | Direção | 2026-03-31 | Em curso",
    );
    assert_eq!(
        outcome(&found),
        [
            "audit-findings 1 3: A finding.id, B finding.description, C finding.grade, D finding.ref, E finding.cause, \
          F finding.action, G finding.owner, H finding.due, I finding.status"
        ]
    );
}

#[test]
fn a_polish_list_of_assets_is_read() {
    let found = recognise(
        "Sheet1",
        "ID | Nazwa aktywa | Typ | Właściciel | Lokalizacja | Poufność | Integralność | Dostępność | Uwagi
A1 | Serwer poczty | Sprzęt | Dział IT | Warszawa | 3 | 3 | 4 | 
A2 | Baza klientów | Informacja | Sprzedaż | Chmura | 4 | 4 | 3 | kopie co noc
A3 | Drukarka | Sprzęt | Administracja | Kraków | 1 | 1 | 2 | ",
    );
    assert_eq!(
        outcome(&found),
        ["assets 1 3: A asset.id, B asset.name, C asset.type, D asset.owner, E asset.location, \
          F asset.confidentiality, G asset.integrity, H asset.availability, I comment"]
    );
}

#[test]
fn a_scale_of_ten_below_banners_is_read_before_and_after_controls() {
    let found = recognise(
        "Sheet1",
        "Item | Hazard | Before controls |  |  | Existing safeguards | After controls |  |  | Risk response | Responsible person | Complete by
 |  | Probability (1-10) | Severity (1-10) | RPN |  | Probability (1-10) | Severity (1-10) | RPN |  |  | 
1 | Model drifts unnoticed | 6 | 7 | 42 | Weekly test set | 3 | 7 | 21 | Reduce | Data science | 2026-07-01
2 | Training data leaks | 3 | 9 | 27 | Encryption | 2 | 9 | 18 | Reduce | Security | 2026-08-01
3 | Vendor ends the service | 2 | 6 | 12 | None | 2 | 6 | 12 | Accept | Procurement | 2026-12-01",
    );
    assert_eq!(
        outcome(&found),
        [
            "risks 1+2 3: B risk.title, C risk.likelihood, D risk.impact, E risk.inherent, F risk.controls, G risk.residual_likelihood, \
          H risk.residual_impact, I risk.residual, J risk.treatment, K risk.owner"
        ]
    );
}

#[test]
fn a_spanish_list_of_suppliers_is_read() {
    let found = recognise(
        "Sheet1",
        "ID Proveedor | Proveedor | Servicio prestado | Criticidad | Responsable interno | Última evaluación | Contrato firmado
P-01 | Nubes del Sur | Alojamiento en la nube | Alta | TI | 12/03/2026 | Sí
P-02 | Limpiezas Sol | Limpieza | Baja | Servicios generales | 25/01/2026 | Sí
P-03 | Voz IA | Transcripción con IA | Media | Atención al cliente | 30/11/2025 | No",
    );
    assert_eq!(
        outcome(&found),
        ["suppliers 1 3: A supplier.id, B supplier.name, C supplier.service, D supplier.criticality, \
          E supplier.owner, F supplier.last_review, G supplier.agreement"]
    );
}

#[test]
fn audit_findings_that_name_the_standard_beside_the_clause_are_read_in_many_languages() {
    const ALL: &str = "finding.id, B standard, C finding.ref, D finding.description, E finding.grade, F finding.due, \
         G finding.owner, H finding.status";
    for (sheet, header, rows) in [
        (
            "Audyt wewnętrzny",
            "Nr | Norma | Punkt | Opis niezgodności | Klasyfikacja | Termin | Odpowiedzialny | Status",
            [
                "NC-1 | ISO 27001 | A.5.18 | Konta byłych pracowników | Duża niezgodność | 2026-09-30 | A. Lis | otwarta",
                "NC-2 | ISO 42001 | 6.1.4 | Brak oceny skutków | Mała niezgodność | 2026-12-31 | B. Sowa | w toku",
            ],
        ),
        (
            "NCR log",
            "NCR | Std | Clause | Details | Type | Due date | Owner | State",
            [
                "NCR-1 | 27001 | A.5.18 | Accounts of leavers are open | Major NC | 2026-09-30 | A. Fox | Open",
                "NCR-2 | 42001 | 6.1.4 | No impact assessment | OFI | 2026-12-31 | B. Owl | Closed",
            ],
        ),
        (
            "Auditfeststellungen",
            "Nr. | Regelwerk | Normpunkt | Abweichung | Einstufung | Frist | Zuständig | Status",
            [
                "F1 | ISO/IEC 27001:2022 | 5.18 | Konten Ausgeschiedener offen | Wesentliche Abweichung | 30.09.2026 | A. Fuchs | offen",
                "F2 | ISO/IEC 42001:2023 | 6.1.4 | Keine Folgenabschätzung | Geringfügige Abweichung | 31.12.2026 | B. Eule | erledigt",
            ],
        ),
        (
            "Hallazgos",
            "Código | Norma | Numeral | Hallazgo | Tipo | Fecha límite | Responsable | Estado",
            [
                "H-1 | ISO 27001 | A.5.18 | Cuentas de bajas abiertas | NC mayor | 30/09/2026 | A. Zorro | Abierto",
                "H-2 | ISO 42001 | 6.1.4 | Sin evaluación de impacto | NC menor | 31/12/2026 | B. Búho | Cerrado",
            ],
        ),
        (
            "Audit interne",
            "N° | Norme | Article | Constat | Gravité | Échéance | Responsable | Statut",
            [
                "1 | ISO 27001 | A.5.18 | Comptes de départs ouverts | NC majeure | 30/09/2026 | A. Renard | Ouvert",
                "2 | ISO 42001 | 6.1.4 | Aucune étude d'impact | NC mineure | 31/12/2026 | B. Hibou | Clos",
            ],
        ),
    ] {
        let found = recognise(sheet, &format!("{header}\n{}", rows.join("\n")));
        assert_eq!(outcome(&found), [format!("audit-findings 1 2: A {ALL}")], "{sheet}");
    }
}

#[test]
fn a_closing_date_is_not_the_date_of_a_finding_and_the_end_of_a_contract_is_no_agreement() {
    let found = recognise(
        "Hallazgos",
        "Código | Apartado | Hallazgo | Tipo | Responsable | Fecha de cierre | Estado
H-1 | A.5.18 | Cuentas de bajas abiertas | NC mayor | A. Zorro | 30/09/2026 | Cerrado
H-2 | A.5.24 | Sin plan | NC menor | B. Búho |  | Abierto",
    );
    assert!(!outcome(&found)[0].contains("finding.date"), "{:?}", outcome(&found));
    let found = recognise(
        "Dostawcy",
        "Nazwa dostawcy | Usługa | Krytyczność | Umowa do | Umowa powierzenia
Lis SA | Hosting | wysoka | 31.12.2026 | tak
Sowa SA | Druk | niska | 31.12.2027 | nie",
    );
    assert_eq!(
        outcome(&found),
        ["suppliers 1 2: A supplier.name, B supplier.service, C supplier.criticality, E supplier.agreement"]
    );
}

#[test]
fn whether_a_system_is_own_or_bought_is_the_role_of_the_organisation() {
    let found = recognise(
        "Systemy SI",
        "Nazwa systemu | Cel | Właściciel | Własny / zakupiony | Etap
Czat | Obsługa klientów | A. Lis | zakupiony | W testach
Ranking | Dobór ofert | B. Sowa | własny | Produkcja",
    );
    assert!(outcome(&found)[0].contains("D ai.role"), "{:?}", outcome(&found));
    let found = recognise(
        "AI inventory",
        "AI system | Purpose | Owner | Own / bought in | Stage
Chat | Customer service | A. Fox | Bought | Testing
Ranker | Choice of offers | B. Owl | Own | Production",
    );
    assert!(outcome(&found)[0].contains("D ai.role"), "{:?}", outcome(&found));
}
