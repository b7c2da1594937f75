-- An hour of one's own for the daily mail needs no zone of one's own: without one it is the workspace's.
-- A check that answers null lets pass; this one answered false for a zone that is not there.

alter table kernel.notification_hours drop constraint notification_hours_time_zone,
  add constraint notification_hours_time_zone check (time_zone is null or (
    time_zone ~ '^[A-Za-z][A-Za-z0-9_+-]*(/[A-Za-z0-9_+-]+)*$' and (timestamptz '2000-01-01 00:00:00+00' at time zone time_zone) is not null));
