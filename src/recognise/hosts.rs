//! Lists of computers and other hosts: inventories that say nothing about owners or classes, but what
//! only hosts have.

use super::columns::SeenColumn;
use super::words::fold;

/// Words that head what hosts have: their system, addresses, serial numbers and domain, folded. The
/// same words begin or end longer headings.
const OF_HOSTS: [&str; 32] = [
    "os",
    "os version",
    "operating system",
    "betriebssystem",
    "besturingssysteem",
    "systeme d'exploitation",
    "sistema operativo",
    "sistema operacional",
    "system operacyjny",
    "operativsystem",
    "операционная система",
    "操作系统",
    "ip",
    "ip address",
    "ip adresse",
    "ip-adresse",
    "ip adres",
    "ip-adres",
    "adresse ip",
    "direccion ip",
    "endereco ip",
    "indirizzo ip",
    "adres ip",
    "ipアドレス",
    "ip地址",
    "mac address",
    "mac-adresse",
    "serial number",
    "seriennummer",
    "fqdn",
    "domain workgroup",
    "workgroup",
];

/// So many columns of what hosts have make a list of hosts.
const PROPERTIES: usize = 2;

/// Whether columns say what only hosts have.
pub fn lists_hosts(columns: &[SeenColumn]) -> bool {
    let is_of_hosts = |column: &&SeenColumn| {
        let heading = fold(&column.head.own);
        OF_HOSTS.iter().any(|word| match heading.strip_prefix(word) {
            Some(rest) => !rest.starts_with(char::is_alphanumeric),
            None => heading.strip_suffix(word).is_some_and(|front| front.ends_with(' ')),
        })
    };
    columns.iter().filter(is_of_hosts).count() >= PROPERTIES
}
