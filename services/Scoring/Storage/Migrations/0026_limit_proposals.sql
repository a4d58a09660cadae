-- Proposals need to know what the amounts of a statement are in; those filed until now do not say.
ALTER TABLE statements ADD COLUMN currency_code text;

-- risk.scoring.v1.LimitProposal, binary: the proposal that was accepted.
ALTER TABLE limit_changes ADD COLUMN proposal bytea;
