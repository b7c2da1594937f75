-- Deals and tasks are given to members of the workspace alone; who leaves keeps what they had.

create constraint trigger deals_owner after insert or update of owner_id on crm.deals
  for each row when (new.owner_id is not null) execute function kernel.require_member('owner_id');
--> statement-breakpoint
create constraint trigger tasks_assignee after insert or update of assignee_id on crm.tasks
  for each row when (new.assignee_id is not null) execute function kernel.require_member('assignee_id');
