"""Why a fact nobody states may stand at its default although it decides (没说的按什么、为什么可以)."""

from __future__ import annotations

DECLARED = """
    accident_spent_fen aid_received_fen alimony_fen away_work_cost_fen basic_pension_fen bed_fee_fen
    board_fee_fen business_gross_fen business_net_fen businesses child_aid_received_fen dearest_item_fen
    deposits_fen difficulty_allowance_fen disability_cost_fen elder_care_fen elder_subsidy_fen equity_fen
    hires_workers honour_pension_fen house_bought_on idle_old_houses
    household_business_gross_fen household_business_net_fen household_property_net_fen houses
    inheritance_fen injury_care_fen large_machines living_spent_fen medical_spent_fen
    nursing_allowance_fen nursing_fee_fen old_age_allowance_fen orphan_allowance_fen other_assets_fen
    other_income_fen other_rigid_spent_fen other_transfer_fen own_car own_houses own_savings_fen
    past_year_income_fen pension_fen production_goods_fen property_net_fen rehabilitation_spent_fen
    securities_fen shops sibling_support_fen social_insurance_benefit_fen social_relief_fen
    training_cost_fen transfer_paid_fen travel_cost_fen tuition_fen unattended_allowance_fen vehicles
    wages_fen welfare_allowance_fen work_meal_cost_fen
"""
"""What somebody has, earns or spends: who applies answers for saying all of it, and it is checked
(最低生活保障审核确认办法第九条：承诺所提供的信息真实、完整，履行授权核对的手续)."""

CLAIMED = """
    ability_level applied_on applies_alone asks_expense_standard care_needed_since changing_certificate
    chronic_illness
    clergy_since covid_patient disability_kind elder_recognised employed_since ethnic_minority grounds_given
    guardianship_lacking job_refusals jobless_graduate joined_on labour local_no_labour local_permit
    locally_named lost_only_child mental_or_infectious
    no_way_by_work obligor_disability_kind obligor_disability_level obligor_in_prison obligor_missing
    obligor_no_capacity one_parent_child only_child_retiree part_kind part_level poor_family
    poverty_recognised proposed_fen
    registered_alone relaxed_for_isolation remarried resettled_in_town returned_chinese serious_illness
    three_nones
"""
"""A condition out of the ordinary that whoever relies on it brings forward, with its proof: nobody is taken
to be ill, disabled, imprisoned or singled out without a word of it."""

ON_ROLLS = """
    exceeded_on recognised_on retired_cadre self_care_before
    custody dibao_class died_on exit_ground grace_months_chosen holds_aids_child holds_dibao holds_five_elders
    holds_orphan holds_preferential holds_tekun holds_unattended holds_unemployment_insurance household_class
    land_or_shares last_amount_fen layer_before layer_now left_tekun_by_age
    local_status tekun_paid_fen
    member_died_on obligor_standing poverty_register_family renewed_on reviewed_on same_cause_this_year
    standing
    stopped_since tekun_as_minor unattended_in_full was_orphan_at_eighteen was_unattended_at_eighteen
    whole_household_on_dibao
    whole_household_since child_care_choice
"""
"""What an office's own rolls and files tell: not being on a roll is what is known of everybody else."""

ORDINARY = """
    applies_by can_work care_form child_care certificate_expires_on cooperates disability_certificate
    hardship_degree hardship_months in_severe_hardship left_school_on local_rigid_condition long_care_months
    mother_state father_state relief_form relief_kind relief_people review_class work
"""
"""The ordinary case, and in nobody's disfavour: a parent lives and can raise the child, a certificate once
issued holds, who applies cooperates; an officer who finds otherwise writes it down."""

ASSESSED = "bathes dresses eats leaves_bed uses_toilet walks_indoors"
"""Its default is itself “not assessed” and asks for the assessment."""

REASONS = {
    name: reason
    for reason, names in (
        ("declared", DECLARED),
        ("claimed", CLAIMED),
        ("on rolls", ON_ROLLS),
        ("ordinary", ORDINARY),
        ("assessed", ASSESSED),
    )
    for name in names.split()
}
