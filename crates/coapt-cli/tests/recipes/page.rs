//! The page of recipes: blocks of commands with what they print.

/// A block of the page.
#[derive(Debug, Default)]
pub(crate) struct Recipe {
    pub(crate) steps: Vec<Step>,
}

/// A command and what it prints.
#[derive(Debug)]
pub(crate) struct Step {
    pub(crate) command: String,
    pub(crate) output: Vec<String>,
    /// Where it stands on the page, from 1.
    pub(crate) line: usize,
}

/// Finds the blocks: `$ ` begins a command, `> ` goes on with it, all else is what it prints.
pub(crate) fn recipes(page: &str) -> Vec<Recipe> {
    let mut recipes = Vec::new();
    let mut open: Option<Recipe> = None;
    for (number, line) in page.lines().enumerate() {
        let Some(recipe) = &mut open else {
            open = (line == "```console").then(Recipe::default);
            continue;
        };
        if line == "```" {
            recipes.extend(open.take());
        } else if let Some(command) = line.strip_prefix("$ ") {
            let command = command.to_owned();
            recipe.steps.push(Step { command, output: Vec::new(), line: number + 1 });
        } else {
            let step = recipe.steps.last_mut().expect("a block begins with a command");
            match line.strip_prefix('>').filter(|_| step.output.is_empty()) {
                Some(more) => step.command.extend(["\n", more.strip_prefix(' ').unwrap_or(more)]),
                None => step.output.push(line.to_owned()),
            }
        }
    }
    recipes
}

/// Tells whether lines are as the page shows them; a line `…` stands for any number of lines.
pub(crate) fn is_like(pattern: &[String], lines: &[String]) -> bool {
    let Some((first, rest)) = pattern.split_first() else { return lines.is_empty() };
    if first.trim() == "…" {
        return (0..=lines.len()).any(|skipped| is_like(rest, &lines[skipped..]));
    }
    let Some((line, others)) = lines.split_first() else { return false };
    is_line_like(first, line) && is_like(rest, others)
}

/// Tells whether a line is as shown; `…` stands for anything. Blanks at the end do not count.
fn is_line_like(pattern: &str, line: &str) -> bool {
    let (pattern, line) = (pattern.trim_end(), line.trim_end());
    let Some((start, rest)) = pattern.split_once('…') else { return pattern == line };
    let Some(left) = line.strip_prefix(start) else { return false };
    let mut ends = left.char_indices().map(|(at, _)| at).chain([left.len()]);
    ends.any(|at| is_line_like(rest, &left[at..]))
}
