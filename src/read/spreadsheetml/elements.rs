//! The elements of a sheet that mean the same in another workbook, each with the attributes of it that do: those of the
//! first version of the file format, and those that later versions added.

/// The elements that go over, by name, each with its attributes (ECMA-376 part 1, 18).
const ELEMENTS: [(&str, &str); 96] = [
    (
        "alignment",
        "horizontal vertical textRotation wrapText indent relativeIndent justifyLastLine shrinkToFit \
         readingOrder",
    ),
    ("autoFilter", "ref"),
    ("b", "val"),
    ("bgColor", ""),
    ("border", "diagonalUp diagonalDown outline"),
    ("bottom", "style"),
    ("brk", "id min max man pt"),
    ("calculatedColumnFormula", "array"),
    (
        "cfRule",
        "type priority stopIfTrue aboveAverage percent bottom operator text timePeriod rank stdDev \
         equalAverage",
    ),
    ("cfvo", "type val gte"),
    ("charset", "val"),
    ("col", "min max width hidden bestFit customWidth phonetic outlineLevel collapsed"),
    ("colBreaks", "count manualBreakCount"),
    ("color", ""),
    ("colorScale", ""),
    ("cols", ""),
    ("condense", "val"),
    ("conditionalFormatting", "pivot sqref"),
    ("customFilter", "operator val"),
    ("customFilters", "and"),
    ("dataBar", "minLength maxLength showValue"),
    (
        "dataValidation",
        "type errorStyle imeMode operator allowBlank showDropDown showInputMessage showErrorMessage \
         errorTitle error promptTitle prompt sqref",
    ),
    ("dateGroupItem", "year month day hour minute second dateTimeGrouping"),
    ("diagonal", "style"),
    ("dxf", ""),
    ("dynamicFilter", "type val valIso maxVal maxValIso"),
    ("end", "style"),
    ("evenFooter", "space"),
    ("evenHeader", "space"),
    ("extend", "val"),
    ("family", "val"),
    ("fgColor", ""),
    ("fill", ""),
    ("filter", "val"),
    ("filterColumn", "colId hiddenButton showButton"),
    ("filters", "blank calendarType"),
    ("firstFooter", "space"),
    ("firstHeader", "space"),
    ("font", ""),
    ("formula", ""),
    ("formula1", ""),
    ("formula2", ""),
    ("gradientFill", "type degree left right top bottom"),
    ("headerFooter", "differentOddEven differentFirst scaleWithDoc alignWithMargins"),
    ("horizontal", "style"),
    ("i", "val"),
    ("iconFilter", "iconSet iconId"),
    ("iconSet", "iconSet showValue percent reverse"),
    (
        "ignoredError",
        "sqref evalError twoDigitTextYear numberStoredAsText formula formulaRange unlockedFormula \
         emptyCellReference listDataValidation calculatedColumn",
    ),
    ("ignoredErrors", ""),
    ("left", "style"),
    ("mergeCell", "ref"),
    ("mergeCells", "count"),
    ("name", "val"),
    ("numFmt", "numFmtId formatCode"),
    ("oddFooter", "space"),
    ("oddHeader", "space"),
    ("outline", "val"),
    ("outlinePr", "applyStyles summaryBelow summaryRight showOutlineSymbols"),
    ("pageMargins", "left right top bottom header footer"),
    ("pageSetUpPr", "autoPageBreaks fitToPage"),
    (
        "pageSetup",
        "paperSize paperHeight paperWidth scale firstPageNumber fitToWidth fitToHeight pageOrder \
         orientation usePrinterDefaults blackAndWhite draft cellComments useFirstPageNumber errors \
         horizontalDpi verticalDpi copies",
    ),
    ("pane", "xSplit ySplit topLeftCell activePane state"),
    ("patternFill", "patternType"),
    ("printOptions", "horizontalCentered verticalCentered headings gridLines gridLinesSet"),
    ("protection", "locked hidden"),
    ("r", ""),
    ("rFont", "val"),
    ("rPr", ""),
    ("right", "style"),
    ("row", "ht hidden customHeight outlineLevel collapsed thickTop thickBot ph customFormat"),
    ("rowBreaks", "count manualBreakCount"),
    ("selection", "pane activeCell activeCellId sqref"),
    ("shadow", "val"),
    (
        "sheetFormatPr",
        "baseColWidth defaultColWidth defaultRowHeight customHeight zeroHeight thickTop thickBottom \
         outlineLevelRow outlineLevelCol",
    ),
    ("sheetPr", "enableFormatConditionsCalculation filterMode"),
    (
        "sheetProtection",
        "password algorithmName hashValue saltValue spinCount sheet objects scenarios formatCells \
         formatColumns formatRows insertColumns insertRows insertHyperlinks deleteColumns deleteRows \
         selectLockedCells sort autoFilter pivotTables selectUnlockedCells",
    ),
    (
        "sheetView",
        "showFormulas showGridLines showRowColHeaders showZeros rightToLeft showRuler \
         showOutlineSymbols showWhiteSpace view topLeftCell zoomScale zoomScaleNormal \
         zoomScaleSheetLayoutView zoomScalePageLayoutView",
    ),
    ("sheetViews", ""),
    ("sortCondition", "descending sortBy ref customList iconSet iconId"),
    ("sortState", "columnSort caseSensitive sortMethod ref"),
    ("start", "style"),
    ("stop", "position"),
    ("strike", "val"),
    ("sz", "val"),
    ("t", "space"),
    ("tabColor", ""),
    ("tableColumn", "id name totalsRowFunction totalsRowLabel"),
    ("tableColumns", "count"),
    ("tableStyleInfo", "name showFirstColumn showLastColumn showRowStripes showColumnStripes"),
    ("top", "style"),
    ("top10", "top percent val filterVal"),
    ("totalsRowFormula", "array"),
    ("u", "val"),
    ("vertAlign", "val"),
    ("vertical", "style"),
];

/// The elements of later versions that go over, with the prefixes that stand for their namespaces here, and their
/// attributes (MS-XLSX 2.6 and the schema of 2009).
const LATER_ELEMENTS: [(&str, &str, &str); 30] = [
    ("axisColor", "x14:axisColor", ""),
    ("borderColor", "x14:borderColor", ""),
    ("cfIcon", "x14:cfIcon", "iconSet iconId"),
    (
        "cfRule",
        "x14:cfRule",
        "type priority stopIfTrue aboveAverage percent bottom operator text timePeriod rank stdDev \
         equalAverage activePresent id",
    ),
    ("cfvo", "x14:cfvo", "type gte"),
    ("color", "x14:color", ""),
    ("colorAxis", "x14:colorAxis", ""),
    ("colorFirst", "x14:colorFirst", ""),
    ("colorHigh", "x14:colorHigh", ""),
    ("colorLast", "x14:colorLast", ""),
    ("colorLow", "x14:colorLow", ""),
    ("colorMarkers", "x14:colorMarkers", ""),
    ("colorNegative", "x14:colorNegative", ""),
    ("colorScale", "x14:colorScale", ""),
    ("colorSeries", "x14:colorSeries", ""),
    ("conditionalFormatting", "x14:conditionalFormatting", "pivot"),
    (
        "dataBar",
        "x14:dataBar",
        "minLength maxLength showValue border gradient direction negativeBarColorSameAsPositive \
         negativeBarBorderColorSameAsPositive axisPosition",
    ),
    (
        "dataValidation",
        "x14:dataValidation",
        "type errorStyle imeMode operator allowBlank showDropDown showInputMessage showErrorMessage \
         errorTitle error promptTitle prompt",
    ),
    ("dxf", "x14:dxf", ""),
    ("f", "xm:f", ""),
    ("fillColor", "x14:fillColor", ""),
    ("formula1", "x14:formula1", ""),
    ("formula2", "x14:formula2", ""),
    ("iconSet", "x14:iconSet", "iconSet showValue percent reverse custom"),
    ("negativeBorderColor", "x14:negativeBorderColor", ""),
    ("negativeFillColor", "x14:negativeFillColor", ""),
    ("sparkline", "x14:sparkline", ""),
    (
        "sparklineGroup",
        "x14:sparklineGroup",
        "manualMax manualMin lineWeight type dateAxis displayEmptyCellsAs markers high low first last \
         negative displayXAxis displayHidden minAxisType maxAxisType rightToLeft",
    ),
    ("sparklines", "x14:sparklines", ""),
    ("sqref", "xm:sqref", ""),
];

/// The elements that state a colour.
pub(super) const COLOURS: [&str; 17] = [
    "axisColor",
    "bgColor",
    "borderColor",
    "color",
    "colorAxis",
    "colorFirst",
    "colorHigh",
    "colorLast",
    "colorLow",
    "colorMarkers",
    "colorNegative",
    "colorSeries",
    "fgColor",
    "fillColor",
    "negativeBorderColor",
    "negativeFillColor",
    "tabColor",
];
/// The elements that hold text.
pub(super) const TEXTS: [&str; 14] = [
    "calculatedColumnFormula",
    "evenFooter",
    "evenHeader",
    "firstFooter",
    "firstHeader",
    "formula",
    "formula1",
    "formula2",
    "oddFooter",
    "oddHeader",
    "t",
    "totalsRowFormula",
    LATER_FORMULA,
    LATER_AREAS,
];
/// Those of them that hold a formula.
pub(super) const FORMULAS: [&str; 6] =
    ["calculatedColumnFormula", "formula", "formula1", "formula2", "totalsRowFormula", LATER_FORMULA];
/// In elements of later versions: a formula.
const LATER_FORMULA: &str = "xm:f";
/// In elements of later versions: the cells that something is about.
pub(super) const LATER_AREAS: &str = "xm:sqref";
/// A style in an element of a later version, which consists of elements of the first one.
pub(super) const LATER_STYLE: &str = "x14:dxf";

/// A known element with its attributes.
pub(super) fn element(name: &[u8]) -> Option<(&'static str, &'static str)> {
    let place = ELEMENTS.binary_search_by(|(known, _)| known.as_bytes().cmp(name)).ok()?;
    ELEMENTS.get(place).copied()
}

/// A known element of a later version, as it is called here, with its attributes.
pub(super) fn later_element(name: &[u8]) -> Option<(&'static str, &'static str)> {
    let place = LATER_ELEMENTS.binary_search_by(|(known, ..)| known.as_bytes().cmp(name)).ok()?;
    LATER_ELEMENTS.get(place).map(|(_, name, attributes)| (*name, *attributes))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn elements_are_found_by_name() {
        assert!(ELEMENTS.is_sorted_by(|one, other| one.0.as_bytes() < other.0.as_bytes()));
        assert!(LATER_ELEMENTS.is_sorted_by(|one, other| one.0.as_bytes() < other.0.as_bytes()));
    }
}
