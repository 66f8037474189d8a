//! The best way to give columns fields, one field a column at most.

/// For each row of `worth` the index of the column that it is given, so that the sum of the worths
/// given is the greatest; `None` where giving nothing is as good. Worths are 0 or more.
///
/// The Hungarian method with potentials; rows without any worth take no part.
pub fn best_assignment(worth: &[Vec<f64>]) -> Vec<Option<usize>> {
    let mut given = vec![None; worth.len()];
    let taking_part: Vec<usize> = (0..worth.len())
        .filter(|row| worth.get(*row).is_some_and(|row| row.iter().any(|w| *w > 0.0)))
        .collect();
    let fields = worth.first().map_or(0, Vec::len);
    // As many columns of worth 0 as there are rows, so that every row may go without.
    let columns = fields + taking_part.len();
    let cost = |row: usize, column: usize| -> f64 {
        let value = taking_part.get(row).and_then(|row| worth.get(*row)).and_then(|row| row.get(column));
        1.0 - value.copied().unwrap_or(0.0)
    };
    let owners = assign(taking_part.len(), columns, cost);
    for (column, owner) in owners.into_iter().enumerate().take(fields) {
        if let Some(row) = owner.and_then(|row| taking_part.get(row).copied()) {
            let value = worth.get(row).and_then(|row| row.get(column)).copied().unwrap_or(0.0);
            if value > 0.0
                && let Some(slot) = given.get_mut(row)
            {
                *slot = Some(column);
            }
        }
    }
    given
}

/// For each column the row that it is given to, at the least total cost; there are at least as many columns as rows.
#[expect(
    clippy::indexing_slicing,
    reason = "all indices are below the lengths that the vectors are made with"
)]
fn assign(rows: usize, columns: usize, cost: impl Fn(usize, usize) -> f64) -> Vec<Option<usize>> {
    // Index 0 of rows and columns is a stand-in, as usual for this method.
    let mut row_potential = vec![0.0; rows + 1];
    let mut column_potential = vec![0.0; columns + 1];
    let mut owner = vec![0_usize; columns + 1];
    let mut way = vec![0_usize; columns + 1];
    for row in 1..=rows {
        owner[0] = row;
        let mut least = vec![f64::INFINITY; columns + 1];
        let mut used = vec![false; columns + 1];
        let mut column = 0;
        while owner[column] != 0 {
            used[column] = true;
            let current = owner[column];
            let mut step = f64::INFINITY;
            let mut next = 0;
            for candidate in 1..=columns {
                if used[candidate] {
                    continue;
                }
                let reduced =
                    cost(current - 1, candidate - 1) - row_potential[current] - column_potential[candidate];
                if reduced < least[candidate] {
                    least[candidate] = reduced;
                    way[candidate] = column;
                }
                if least[candidate] < step {
                    step = least[candidate];
                    next = candidate;
                }
            }
            for candidate in 0..=columns {
                if used[candidate] {
                    row_potential[owner[candidate]] += step;
                    column_potential[candidate] -= step;
                } else {
                    least[candidate] -= step;
                }
            }
            column = next;
        }
        while column != 0 {
            let previous = way[column];
            owner[column] = owner[previous];
            column = previous;
        }
    }
    owner.into_iter().skip(1).map(|row| row.checked_sub(1)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_sum_counts_and_not_the_single_best_pair() {
        let worth = vec![vec![0.97, 0.90], vec![0.92, 0.0]];
        assert_eq!(best_assignment(&worth), [Some(1), Some(0)]);
    }

    #[test]
    fn rows_without_worth_go_without() {
        let worth = vec![vec![0.0, 0.0], vec![0.6, 0.0], vec![0.7, 0.0]];
        assert_eq!(best_assignment(&worth), [None, None, Some(0)]);
    }
}
