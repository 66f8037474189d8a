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
