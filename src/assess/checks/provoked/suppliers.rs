//! Faults of the supplier register: agreements, assessments, and what it says against the inventory of AI systems.

use super::*;

/// A supplier in row 13 with an agreement, assessed and to be assessed again.
fn supplier(name: &str) -> Supplier {
    let mut supplier = Supplier::unknown(name, cell(13, 0));
    supplier.name = text(name);
    supplier.agreement = Some(Traced::new("Contract 7".to_owned(), cell(13, 4)));
    supplier.last_review = read(date(2025, 6, 1), cell(13, 5));
    supplier.next_review = read(date(2026, 6, 1), cell(13, 6));
    supplier
}

fn with_supplier(supplier: Supplier) -> Model {
    let mut model = empty();
    model.suppliers.push(supplier);
    model
}

#[test]
fn a_supplier_needs_an_agreement() {
    const CODE: &str = "supplier-without-agreement";
    let mut without = supplier("Nordwolke");
    without.has_agreement = Some(false);
    provokes(&with_supplier(without.clone()), CODE, "E13");
    without.agreement = None;
    provokes(&with_supplier(without.clone()), CODE, "A13");
    // That there is one is enough, whatever it is called.
    without.agreement = Some(Traced::new("Yes".to_owned(), cell(13, 4)));
    without.has_agreement = Some(true);
    does_not_provoke(&with_supplier(without.clone()), CODE);
    does_not_provoke(&with_supplier(supplier("Nordwolke")), CODE);
    without.has_agreement = None;
    for text in ["TBD", "pending", "in negotiation", "not signed yet", "n.v.t.", "-", "wird noch verhandelt"]
    {
        without.agreement = Some(Traced::new(text.to_owned(), cell(13, 4)));
        provokes(&with_supplier(without.clone()), CODE, "E13");
    }
    for text in [
        "AVV 2024-03",
        "Master services agreement",
        "DPA signed 2025",
        "Overdraft facility",
        "Renegotiated 2025",
    ] {
        without.agreement = Some(Traced::new(text.to_owned(), cell(13, 4)));
        does_not_provoke(&with_supplier(without.clone()), CODE);
    }
}

#[test]
fn a_supplier_needs_an_assessment() {
    const CODE: &str = "supplier-without-assessment";
    let mut without = supplier("Nordwolke");
    without.last_review = None;
    provokes(&with_supplier(without.clone()), CODE, "A13");
    without.last_review = unreadable(cell(13, 5));
    does_not_provoke(&with_supplier(without.clone()), CODE);
    without.last_review = Some(Reading::not_understood("never", cell(13, 5)));
    provokes(&with_supplier(without.clone()), CODE, "F13");
    without.last_review = read(date(2026, 1, 2), cell(13, 5));
    provokes(&with_supplier(without.clone()), CODE, "F13");
    without.last_review = read(date(2026, 1, 1), cell(13, 5));
    does_not_provoke(&with_supplier(without), CODE);
}

#[test]
fn the_next_assessment_of_a_supplier_may_not_be_past_its_date() {
    const CODE: &str = "supplier-review-past-due";
    let mut late = supplier("Nordwolke");
    late.next_review = read(date(2025, 12, 31), cell(13, 6));
    provokes(&with_supplier(late.clone()), CODE, "G13");
    late.next_review = read(date(2026, 1, 1), cell(13, 6));
    does_not_provoke(&with_supplier(late), CODE);
}

#[test]
fn an_old_assessment_of_a_supplier_needs_a_date_for_the_next_one() {
    const CODE: &str = "supplier-review-older-than-a-year";
    let mut old = supplier("Nordwolke");
    old.last_review = read(date(2024, 12, 31), cell(13, 5));
    does_not_provoke(&with_supplier(old.clone()), CODE);
    for next in [None, Some(Reading::not_understood("tbd", cell(13, 6)))] {
        old.next_review = next;
        provokes(&with_supplier(old.clone()), CODE, "F13");
    }
    old.next_review = Some(Reading::not_understood("each spring", cell(13, 6)));
    does_not_provoke(&with_supplier(old.clone()), CODE);
    old.next_review = None;
    old.last_review = read(date(2025, 1, 1), cell(13, 5));
    does_not_provoke(&with_supplier(old), CODE);
}

#[test]
fn the_vendor_of_an_ai_system_belongs_into_the_supplier_register_where_there_is_one() {
    const CODE: &str = "supplier-not-in-register";
    let mut system = ai_system("AI-1");
    system.vendor = Some(Traced::new("Plauder AG".to_owned(), cell(11, 6)));
    let mut model = with_ai_system(system);
    does_not_provoke(&model, CODE);
    model.suppliers.push(supplier("Nordwolke"));
    provokes(&model, CODE, "G11");
    model.suppliers.push(supplier("Plauder"));
    does_not_provoke(&model, CODE);
}

#[test]
fn ai_that_a_supplier_delivers_belongs_into_the_inventory() {
    const CODE: &str = "supplier-ai-not-in-inventory";
    let mut of_ai = supplier("Plauder");
    of_ai.ai_supplied = Some(Traced::new("Yes".to_owned(), cell(13, 3)));
    of_ai.supplies_ai = Some(true);
    let mut model = with_supplier(of_ai);
    provokes(&model, CODE, "D13");
    let mut system = ai_system("AI-1");
    system.vendor = text("Plauder AG");
    model.ai_systems.push(system);
    does_not_provoke(&model, CODE);
    model.ai_systems.clear();
    model.suppliers[0].supplies_ai = None;
    does_not_provoke(&model, CODE);
}

#[test]
fn a_supplier_that_is_said_to_supply_no_ai_may_not_be_the_vendor_of_an_ai_system() {
    const CODE: &str = "supplier-ai-contradicts-inventory";
    let mut of_none = supplier("Plauder");
    of_none.ai_supplied = Some(Traced::new("No".to_owned(), cell(13, 3)));
    of_none.supplies_ai = Some(false);
    let mut model = with_supplier(of_none);
    does_not_provoke(&model, CODE);
    let mut system = ai_system("AI-1");
    system.vendor = text("Acme; Plauder AG");
    model.ai_systems.push(system);
    provokes(&model, CODE, "D13");
    model.suppliers[0].supplies_ai = None;
    does_not_provoke(&model, CODE);
}
