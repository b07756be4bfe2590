select
  serial,
  date_trunc('day', at) as day,
  count(*) filter (where kind = 'trouble') as troubles,
  max(battery) - min(battery) as battery_swing
from {{ ref('telemetry') }}
group by 1, 2
